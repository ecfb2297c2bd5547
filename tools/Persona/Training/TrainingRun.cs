using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SteerScope.Persona.Evaluation;
using SteerScope.Persona.Models;
using SteerScope.Persona.Text.Tokens;
using SteerScope.Tokenization;
using TorchSharp;

namespace SteerScope.Persona.Training;

/// <summary>A training in a folder: checkpoints as model folders, their scores, and what is needed to go on.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="options">What decides the weights.</param>
/// <param name="scoring">How checkpoints are scored.</param>
internal sealed class TrainingRun(string folder, TrainingOptions options, ScoringOptions scoring)
{
    private const int ProgressEvery = 10;

    /// <summary>Where its weights come from; null for random ones.</summary>
    public FirstWeights? First { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>The log: a <see cref="LogLine"/> per checkpoint, as JSON.</summary>
    public string LogPath => Path.Combine(folder, "log.jsonl");

    private string StatePath => Path.Combine(folder, "state.safetensors");

    /// <summary>The model folder of a checkpoint.</summary>
    public string Checkpoint(int step) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step-{step:000000}"));

    /// <summary>Trains to the end from wherever the folder is.</summary>
    /// <param name="device">Where.</param>
    /// <param name="threads">Cores for the scoring.</param>
    /// <param name="say">Receives lines of progress.</param>
    /// <param name="cancellation">Looked at between steps; what was done since the last checkpoint is done again.</param>
    public void Run(torch.Device device, int threads, Action<string> say, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var vocabulary = TextSource.Vocabulary(options.Pieces);
        TokenizerFile.Write(Path.Combine(folder, "tokenizer"), vocabulary);
        using var trainer = new Trainer(options, vocabulary, TokenizerLoader.Load(Path.Combine(folder, "tokenizer")), device);
        First?.Begin(trainer);
        TrainingState.Resume(StatePath, trainer);
        DropLinesAfter(trainer.Step);
        say(string.Create(CultureInfo.InvariantCulture, $"{trainer.Model.Count} weights, {vocabulary.Pieces.Count} pieces; from step {trainer.Step} to {options.Steps}"));
        var scorer = new Scorer(scoring, Path.Combine(folder, "questions"), threads);
        var clock = Stopwatch.StartNew();
        var losses = new List<StepLoss>();
        while (trainer.Step < options.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = trainer.Next();
            if (!double.IsFinite(loss.Mean))
            {
                throw new InputException($"The loss of step {trainer.Step} is not a number; a lower --muon-rate or --adam-rate should be given, and another --out.");
            }

            losses.Add(loss);
            if (trainer.Step % ProgressEvery == 0)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"step {trainer.Step}: loss {loss.Mean:0.000}, of letters {ToldLetter(losses.TakeLast(ProgressEvery)):0.000}, {clock.Elapsed.TotalSeconds / losses.Count:0.00} s a step"));
            }

            if (trainer.Step % CheckpointEvery == 0 || trainer.Step == options.Steps)
            {
                Keep(trainer, vocabulary, scorer, losses, clock.Elapsed.TotalSeconds, say, cancellation);
                losses.Clear();
                clock.Restart();
            }
        }
    }

    // The state comes last: where it is, the checkpoint and its line are.
    private void Keep(
        Trainer trainer, BpeVocabulary vocabulary, Scorer scorer, List<StepLoss> losses, double seconds, Action<string> say, CancellationToken cancellation)
    {
        var checkpoint = Checkpoint(trainer.Step);
        ModelFolder.Write(checkpoint, trainer.Model, vocabulary);
        var score = scorer.Run(checkpoint, cancellation);
        var line = new LogLine(trainer.Step, losses.Average(loss => loss.Mean), ToldLetter(losses), seconds, score);
        File.AppendAllText(LogPath, JsonSerializer.Serialize(line) + "\n");
        TrainingState.Save(StatePath, trainer);
        say(string.Create(CultureInfo.InvariantCulture, $"checkpoint {trainer.Step}: mean loss {line.Loss:0.000}, of letters {line.ToldLetterLoss:0.000}; {ScoreText.Line(score)}"));
        foreach (var behaviour in ScoreText.Lines(score))
        {
            say(behaviour);
        }
    }

    // A batch may have no such letter.
    private static double? ToldLetter(IEnumerable<StepLoss> losses) =>
        losses.Where(loss => double.IsFinite(loss.ToldLetter)).Average(loss => (double?)loss.ToldLetter);

    private void DropLinesAfter(int step)
    {
        if (File.Exists(LogPath))
        {
            File.WriteAllLines(LogPath, File.ReadLines(LogPath).Where(line => JsonSerializer.Deserialize<LogLine>(line)!.Step <= step).ToArray());
        }
    }
}
