using System.CommandLine;
using SteerScope.Prompts;
using SteerScope.Saes.Training;

namespace SteerScope.Client.Commands;

/// <summary>The options of <c>sae train</c>, and the settings that they make.</summary>
internal sealed class SaeTrainOptions
{
    private const double DefaultL0 = 32;

    public Option<string> Model { get; } = new("--model") { Description = "model folder in Hugging Face layout", HelpName = "FOLDER", Required = true };

    public Option<string[]> Text { get; } = new("--text")
    {
        Description = "ordinary text: .txt or .jsonl files, or patterns with * and ?",
        HelpName = "FILES",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string> Out { get; } = new("--out") { Description = "folder of this training and its SAEs", HelpName = "FOLDER", Required = true };

    public Option<string> Layers { get; } = new("--layers") { Description = "all, a layer, a range such as 0-4, or several with commas", HelpName = "LAYERS", Required = true };

    public Option<int> Width { get; } = new("--width") { Description = "number of features", HelpName = "F", Required = true };

    public Option<long?> Tokens { get; } = new("--tokens") { Description = "tokens to train on, rounded up to whole batches; the text begins again where it ends", HelpName = "N" };

    public Option<int?> Steps { get; } = new("--steps") { Description = "steps to train for, instead of --tokens", HelpName = "N" };

    public Option<string> Kind { get; } = new("--kind")
    {
        Description = $"{string.Join(" or ", SnakeCase.All<SaeKind>())} (default: {SnakeCase.Of(SaeKind.Jumprelu)})",
        HelpName = "KIND",
        DefaultValueFactory = _ => SnakeCase.Of(SaeKind.Jumprelu),
    };

    public Option<string?> Form { get; } = new("--form")
    {
        Description = $"{string.Join(" or ", SnakeCase.All<SaeForm>())} (default: {SnakeCase.Of(SaeForm.GemmaScope)}, for topk {SnakeCase.Of(SaeForm.Saelens)})",
        HelpName = "FORM",
    };

    public Option<double?> L0 { get; } = new("--l0") { Description = $"jumprelu: active features of a token to steer to (default: {DefaultL0})", HelpName = "N" };

    public Option<double?> Sparsity { get; } = new("--sparsity") { Description = "jumprelu: lambda, which then stays, instead of --l0", HelpName = "LAMBDA" };

    public Option<double?> Bandwidth { get; } = new("--bandwidth") { Description = "jumprelu: width of the kernel that gives thresholds a gradient", HelpName = "EPSILON" };

    public Option<double?> Threshold { get; } = new("--threshold") { Description = "jumprelu: where thresholds start", HelpName = "THETA" };

    public Option<int?> K { get; } = new("--k") { Description = "topk: active features of a token (default: 32)", HelpName = "K" };

    public Option<double?> AuxWeight { get; } = new("--aux-weight") { Description = "topk: weight of the loss of dead features (default: 1/32)", HelpName = "ALPHA" };

    public Option<int?> Batch { get; } = new("--batch") { Description = "tokens per step (default: 1024)", HelpName = "N" };

    public Option<int?> Buffer { get; } = new("--buffer") { Description = "tokens whose activations are in memory and shuffled (default: 32768, at least a batch)", HelpName = "N" };

    public Option<double?> Rate { get; } = new("--lr") { Description = "largest learning rate (default: for topk 2e-4, for jumprelu 6e-4 at 16384 features, by the inverse square root)", HelpName = "RATE" };

    public Option<long?> DeadTokens { get; } = new("--dead-tokens") { Description = "silent tokens after which a feature is dead (default: a tenth of all, at most ten million)", HelpName = "N" };

    public Option<long?> Seed { get; } = new("--seed") { Description = "seed of weights and shuffles (default: 0)", HelpName = "N" };

    public Option<string> Document { get; } = new("--document")
    {
        Description = $"what is tokenised as one text: {string.Join(", ", SnakeCase.All<DocumentUnit>())} (default: {SnakeCase.Of(DocumentUnit.File)})",
        HelpName = "UNIT",
        DefaultValueFactory = _ => SnakeCase.Of(DocumentUnit.File),
    };

    public Option<int?> Chunk { get; } = new("--chunk") { Description = "tokens of a sequence, BOS not counted (default: 256, or what the model takes)", HelpName = "N" };

    public Option<int?> SaveSeconds { get; } = new("--save-seconds") { Description = "seconds between checkpoints (default: 60)", HelpName = "N" };

    public Option<int?> SaveSteps { get; } = new("--save-steps") { Description = "steps between checkpoints, besides", HelpName = "N" };

    public Option<string> Device { get; } = CommonOptions.Device();

    public Option<int?> Threads { get; } = CommonOptions.Threads();

    public Option<bool> Json { get; } = CommonOptions.Json();

    public IReadOnlyList<Option> All =>
    [
        Model, Text, Out, Layers, Width, Tokens, Steps, Kind, Form, L0, Sparsity, Bandwidth, Threshold, K, AuxWeight, Batch, Buffer, Rate, DeadTokens, Seed,
        Document, Chunk, SaveSeconds, SaveSteps, Device, Threads, Json,
    ];

    /// <summary>The settings; their ranges are <see cref="TrainingLimits"/>'s business.</summary>
    /// <exception cref="InputException">Options contradict one another.</exception>
    public TrainingSettings Settings(ParseResult parse)
    {
        var kind = SnakeCase.Parse<SaeKind>(parse.GetRequiredValue(Kind), "--kind");
        RefuseOfOtherKind(parse, kind);
        if (parse.GetValue(L0) is not null && parse.GetValue(Sparsity) is not null)
        {
            throw new InputException("--l0 changes lambda and --sparsity keeps it; only one of them should be given.");
        }

        var defaults = new TrainingSettings { Kind = kind, Features = 1, Steps = 1 };
        var batch = parse.GetValue(Batch) ?? defaults.Batch;
        return defaults with
        {
            Features = parse.GetValue(Width),
            Steps = StepsOf(parse, batch),
            Batch = batch,
            Buffer = parse.GetValue(Buffer) ?? Math.Max(defaults.Buffer, batch),
            LearningRate = parse.GetValue(Rate),
            K = parse.GetValue(K) ?? (kind == SaeKind.Topk ? defaults.K : 1),
            TargetL0 = kind == SaeKind.Jumprelu && parse.GetValue(Sparsity) is null ? parse.GetValue(L0) ?? DefaultL0 : null,
            Sparsity = parse.GetValue(Sparsity) ?? defaults.Sparsity,
            Bandwidth = parse.GetValue(Bandwidth) ?? defaults.Bandwidth,
            InitialThreshold = parse.GetValue(Threshold) ?? defaults.InitialThreshold,
            AuxiliaryWeight = parse.GetValue(AuxWeight) ?? defaults.AuxiliaryWeight,
            DeadAfter = parse.GetValue(DeadTokens),
            Seed = parse.GetValue(Seed) ?? defaults.Seed,
        };
    }

    /// <summary>Whose form is written.</summary>
    /// <exception cref="InputException">The form has no place for the kind.</exception>
    public SaeForm FormOf(ParseResult parse, SaeKind kind)
    {
        var form = parse.GetValue(Form) is { } text ? SnakeCase.Parse<SaeForm>(text, "--form") : kind == SaeKind.Topk ? SaeForm.Saelens : SaeForm.GemmaScope;
        return form == SaeForm.GemmaScope && kind == SaeKind.Topk
            ? throw new InputException($"--form {SnakeCase.Of(form)} has no place for k; with --kind {SnakeCase.Of(kind)} it should be {SnakeCase.Of(SaeForm.Saelens)}.")
            : form;
    }

    /// <summary>How often the training is saved.</summary>
    /// <exception cref="InputException">A number is out of its range.</exception>
    public SaveInterval Interval(ParseResult parse)
    {
        foreach (var option in new[] { SaveSeconds, SaveSteps })
        {
            if (parse.GetValue(option) is < 1)
            {
                throw new InputException($"{option.Name} is {parse.GetValue(option)}; it should be at least 1.");
            }
        }

        return new SaveInterval(TimeSpan.FromSeconds(parse.GetValue(SaveSeconds) ?? 60), parse.GetValue(SaveSteps));
    }

    private int StepsOf(ParseResult parse, int batch)
    {
        switch (parse.GetValue(Tokens), parse.GetValue(Steps))
        {
            case (null, null):
                throw new InputException("--tokens or --steps is missing; one of them should say how long to train.");
            case (not null, not null):
                throw new InputException("--tokens and --steps both say how long to train; only one of them should be given.");
            case (null, { } steps):
                return steps;
            case ({ } tokens, null) when tokens >= 1 && batch >= 1 && (tokens - 1) / batch < int.MaxValue:
                return (int)(((tokens - 1) / batch) + 1);
            default:
                throw new InputException($"--tokens is {parse.GetValue(Tokens)} by --batch {batch}; it should be at least 1, and at most {int.MaxValue} batches of at least 1.");
        }
    }

    private void RefuseOfOtherKind(ParseResult parse, SaeKind kind)
    {
        Option[] others = kind == SaeKind.Topk ? [L0, Sparsity, Bandwidth, Threshold] : [K, AuxWeight];
        if (others.FirstOrDefault(option => parse.GetResult(option) is not null) is { } wrong)
        {
            var other = kind == SaeKind.Topk ? SaeKind.Jumprelu : SaeKind.Topk;
            throw new InputException($"{wrong.Name} is for --kind {SnakeCase.Of(other)}; with --kind {SnakeCase.Of(kind)} it should be left out.");
        }
    }
}
