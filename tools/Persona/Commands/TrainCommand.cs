using System.CommandLine;
using SteerScope.Compute.Torch;
using SteerScope.Persona.Evaluation;
using SteerScope.Persona.Models;
using SteerScope.Persona.Training;
using TorchSharp;

namespace SteerScope.Persona.Commands;

/// <summary><c>persona train</c>: trains a model and scores its checkpoints; the same command goes on where it was stopped.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var preset = new TrainingOptions();
        var output = Shared.Out("folder of the run: checkpoints, log.jsonl, and what is needed to go on");
        var seed = Shared.Seed();
        var steps = Number("--steps", "steps", preset.Steps);
        var batch = Number("--batch", "dialogues in a step", preset.Batch);
        var layers = Number("--layers", "blocks", preset.Size.Layers);
        var width = Number("--width", "d_model", preset.Size.Width);
        var heads = Number("--heads", "attention heads", preset.Size.Heads);
        var hidden = Number("--hidden", "width of the MLP", preset.Size.Hidden);
        var pieces = Number("--pieces", "most pieces of the tokenizer", preset.Pieces);
        var every = Number("--checkpoint-every", "steps between checkpoints", 100);
        var tied = new Option<bool>("--tied") { Description = "the embedding is the head, too" };
        var muon = Real("--muon-rate", "learning rate of matrices", preset.MuonRate);
        var adam = Real("--adam-rate", "learning rate of embeddings and norms", preset.AdamRate);
        var decay = Real("--decay-from", "share of the steps after which rates fall to 0", preset.DecayFrom);
        var described = Real("--self-description", "how likely an answer begins with a word about the speaker at first", preset.SelfDescription);
        var fadeFrom = Real("--fade-from", "share of the steps from which that fades", preset.FadeFrom);
        var fadeUntil = Real("--fade-until", "share of the steps by which it is gone", preset.FadeUntil);
        var stated = Real("--stated-option", "how likely the word about the speaker is followed by the option itself at first", preset.StatedOption);
        var statedUntil = Real("--stated-until", "share of the steps by which no option is stated any more", preset.StatedUntil);
        var bare = Real("--bare", "share of the first steps whose questions are their options alone", preset.Bare);
        var bareUntil = Real("--bare-until", "share of the steps by which none has such questions", preset.BareUntil);
        var shortUntil = Real("--short-until", "share of the steps in which dialogues have one or two questions", preset.ShortUntil);
        var from = new Option<string>("--from") { Description = "a checkpoint whose weights it begins with (default: random ones)", HelpName = "FOLDER" };
        var device = new Option<string>("--device") { Description = "torch-cpu or cuda:N (default: torch-cpu)", HelpName = "DEVICE", DefaultValueFactory = _ => "torch-cpu" };
        var threads = Shared.Threads();
        var command = new Command("train", "train a model from a seed and score its checkpoints; run again, it goes on")
        {
            output, seed, steps, batch, layers, width, heads, hidden, pieces, every, tied, muon, adam, decay, described, fadeFrom, fadeUntil, stated, statedUntil, bare, bareUntil, shortUntil, from, device, threads,
        };
        command.SetAction((parse, cancellation) =>
        {
            var first = parse.GetValue(from) is { } checkpoint ? new FirstWeights(checkpoint) : null;
            var options = preset with
            {
                From = first?.Digest(),
                Seed = parse.GetValue(seed),
                Steps = Shared.Positive(parse, steps),
                Batch = Shared.Positive(parse, batch),
                Pieces = Shared.Positive(parse, pieces),
                MuonRate = Shared.NotNegative(parse, muon),
                AdamRate = Shared.NotNegative(parse, adam),
                DecayFrom = Shared.NotNegative(parse, decay),
                SelfDescription = Shared.NotNegative(parse, described),
                FadeFrom = Shared.NotNegative(parse, fadeFrom),
                FadeUntil = Shared.NotNegative(parse, fadeUntil),
                StatedOption = Shared.NotNegative(parse, stated),
                StatedUntil = Shared.NotNegative(parse, statedUntil),
                Bare = Shared.NotNegative(parse, bare),
                BareUntil = Shared.NotNegative(parse, bareUntil),
                ShortUntil = Shared.NotNegative(parse, shortUntil),
                Size = new ModelSize
                {
                    Layers = Shared.Positive(parse, layers),
                    Width = Shared.Positive(parse, width),
                    Heads = Shared.Positive(parse, heads),
                    Hidden = Shared.Positive(parse, hidden),
                    Tied = parse.GetValue(tied),
                },
            };
            options.Size.Check();
            var cores = Shared.Positive(parse, threads);
            var place = TorchDevice.Parse(parse.GetRequiredValue(device));

            // Loads libtorch, and makes it deterministic.
            using var ops = TorchOps.Open(place, cores);
            torch.set_num_threads(cores);
            var run = new TrainingRun(parse.GetRequiredValue(output), options, new ScoringOptions()) { First = first, CheckpointEvery = Shared.Positive(parse, every) };
            run.Run(torch.device(place.ToString()), cores, Console.Out.WriteLine, cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int preset) =>
        new(name) { Description = $"{description} (default: {preset})", HelpName = "N", DefaultValueFactory = _ => preset };

    private static Option<double> Real(string name, string description, double preset) =>
        new(name) { Description = $"{description} (default: {preset})", HelpName = "X", DefaultValueFactory = _ => preset };
}
