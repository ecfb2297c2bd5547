using SteerScope.Compute.Cpu;
using SteerScope.Devices;
using SteerScope.Persona.Text.Behaviours;
using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Questions;
using SteerScope.Prompts;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Tokenization;

namespace SteerScope.Persona.Evaluation;

/// <summary>Scores a model folder with the product's own engine on the managed kernels: what it says is what a sweep would find.</summary>
/// <param name="options">What is measured.</param>
/// <param name="files">Folder for the questions' files.</param>
/// <param name="threads">Cores that one operation may use.</param>
internal sealed class Scorer(ScoringOptions options, string files, int threads)
{
    private const int BatchTokens = 4096;

    /// <summary>Scores a model.</summary>
    /// <exception cref="InputException">The folder holds no model that is supported.</exception>
    public Score Run(string model, CancellationToken cancellation)
    {
        using var device = new ComputeDevice<CpuTensor>(new CpuOps(threads));
        using var loaded = device.LoadModel(model);
        var pairs = new PairTokenizer(TokenizerLoader.Load(model), new PairTokenizerOptions { Read = options.Read });
        return new Score(
            SnakeCase.Of(options.Set),
            SnakeCase.Of(options.Read),
            options.Trials,
            options.SlopeQuestions,
            [.. Enumerable.Range(0, Behaviour.All.Count).Select(behaviour => Score(loaded, pairs, behaviour, cancellation))]);
    }

    private BehaviourScore Score(ILoadedModel model, PairTokenizer pairs, int behaviour, CancellationToken cancellation)
    {
        var (all, answer) = Slopes(model, pairs, Behaviour.All[behaviour], cancellation);
        return new BehaviourScore(
            Behaviour.All[behaviour].Name,
            Accuracy(model, pairs, behaviour, evidence: true, cancellation),
            Accuracy(model, pairs, behaviour, evidence: false, cancellation),
            [.. all.Select(layer => layer.SlopeMean)],
            [.. answer.Select(layer => layer.SlopeMean)],
            [.. all.Select(layer => layer.AntiSteerableFraction)]);
    }

    private double Accuracy(ILoadedModel model, PairTokenizer pairs, int behaviour, bool evidence, CancellationToken cancellation)
    {
        var generator = new DialogueGenerator(options.Seed);
        var rows = Enumerable.Range(0, options.Trials)
            .Select(i => generator.MakeTrial(i, behaviour, evidence, new DialogueOptions { Set = options.Set }))
            .Select(trial => (trial.TextBeforeLastAnswer, trial.Answers[^1].Letter));
        var tokenized = Tokenized(pairs, $"{Behaviour.All[behaviour].Name}-{(evidence ? "evidence" : "no-evidence")}", rows);

        // Unsteered propensities, for which the engine wants a vector, too.
        var request = new SteeringRequest(
            tokenized,
            [new SteeringDirection(model.Shape.Layers - 1, new float[model.Shape.Width])],
            [0],
            [AddingPositions.Last],
            [PropensityMetric.LetterLogitDiff],
            BatchTokens);
        return model.Steer(request, cancellation).Slice(0, 0, 0).Average(difference => difference > 0 ? 1.0 : 0.0);
    }

    private (Steerability[] All, Steerability[] Answer) Slopes(ILoadedModel model, PairTokenizer pairs, Behaviour behaviour, CancellationToken cancellation)
    {
        var questions = QuestionFile.Draw(options.Set, behaviour, options.VectorQuestions + options.SlopeQuestions, options.Seed);
        var tokenized = Tokenized(pairs, behaviour.Name, questions.Select(question => (question.Text, question.Letter(matching: true))));
        int[] layers = [.. Enumerable.Range(0, model.Shape.Layers)];
        var directions = model.CapturePairs([.. tokenized.Take(options.VectorQuestions)], layers, BatchTokens, cancellation)
            .Select(layer => new SteeringDirection(layer.Layer, Vector(layer)))
            .ToArray();
        var request = new SteeringRequest(
            [.. tokenized.Skip(options.VectorQuestions)],
            directions,
            options.Multipliers,
            [AddingPositions.All, AddingPositions.Answer],
            [PropensityMetric.LetterLogitDiff],
            BatchTokens);
        var grid = model.Steer(request, cancellation);
        double[] multipliers = [.. options.Multipliers];
        return (Fit(0), Fit(1));

        Steerability[] Fit(int positions) => [.. layers.Select(layer => Steerability.Of(grid.Slice(layer, positions, 0), multipliers))];
    }

    private static float[] Vector(Capture.PairActivations layer) => Array.ConvertAll(
        SteeringVectorBuilder.MeanDifference(
            new ActivationRows(layer.Matching, layer.Count, layer.Width), new ActivationRows(layer.NotMatching, layer.Count, layer.Width)),
        value => (float)value);

    // Through a file, as a user's questions come.
    private IReadOnlyList<TokenizedPair> Tokenized(PairTokenizer pairs, string name, IEnumerable<(string Question, char Matching)> rows)
    {
        var path = Path.Combine(files, $"{SnakeCase.Of(options.Set)}-{name}.jsonl");
        QuestionFile.Write(path, rows);
        var tokenized = pairs.Tokenize(path);
        return tokenized.LeftOut.Count == 0
            ? [.. tokenized.Pairs]
            : throw new InputException($"{path}: the model's tokenizer cannot use {tokenized.LeftOut.Count} of {tokenized.RowCount} questions; the first: {tokenized.LeftOut[0].Detail}.");
    }
}
