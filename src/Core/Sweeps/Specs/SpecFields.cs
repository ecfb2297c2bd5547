using SteerScope.Decomposition;
using SteerScope.Devices;
using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Tokenization;

namespace SteerScope.Sweeps.Specs;

/// <summary>Every field of a spec: its name, type, range, default (as in the records) and meaning. docs/spec.md is written from this.</summary>
internal static class SpecFields
{
    /// <summary>The spec as a whole.</summary>
    public static SpecSection<SweepSpec> Sweep { get; } = new SpecSection<SweepSpec>("One sweep.", () => new SweepSpec())
        .Field("name", TextKind.Name, s => s.Name, (s, v) => s with { Name = v }, "The sweep's name; the spec's file name when left out.")
        .Field("out", TextKind.Path, s => s.Out, (s, v) => s with { Out = v }, "The output folder; `runs/` and the name when left out.")
        .Field("model", Model(), s => s.Model, (s, v) => s with { Model = v }, "The model.", required: true)
        .Field("behaviours", new ListKind<BehaviourSpec>(Behaviour(), 1, distinct: true, "behaviours"), s => s.Behaviours, (s, v) => s with { Behaviours = v }, "The behaviours: files of contrastive pairs.", required: true)
        .Field("prompts", Prompts(), s => s.Prompts, (s, v) => s with { Prompts = v }, "How pairs become prompts, and which of them train and test.")
        .Field("corpus", new OptionalKind<CorpusSpec>(Corpus(), "null"), s => s.Corpus, (s, v) => s with { Corpus = v }, "Ordinary text for the distribution of activations. Left out, norms, default components on text, `scaled_vector`, `mean` and `mean_plus_vector` are left out too.")
        .Field("layers", new LayersKind(), s => s.Layers, (s, v) => s with { Layers = v }, "The layers to analyse, counted from 0; layer l is what block l hands on (resid_post).")
        .Field("vectors", Vectors(), s => s.Vectors, (s, v) => s with { Vectors = v }, "How steering vectors are made.")
        .Field("saes", new ListKind<SaeSpec>(Sae(), 0, distinct: true, "SAEs"), s => s.Saes, (s, v) => s with { Saes = v }, "The SAEs to decompose with. Left out, the decomposition and reconstructions are left out too.")
        .Field("decompose", Decompose(), s => s.Decompose, (s, v) => s with { Decompose = v }, "How vectors are decomposed.")
        .Field("steer", Steer(), s => s.Steer, (s, v) => s with { Steer = v }, "How steering is measured, on the test pairs.")
        .Field("compute", Compute(), s => s.Compute, (s, v) => s with { Compute = v }, "Where it runs. Device, threads and workers are no part of what is asked: results are the same whatever the threads and workers.")
        .Field("report", Report(), s => s.Report, (s, v) => s with { Report = v }, "What the report's figures show.");

    private static SpecSection<ModelSpec> Model() => new SpecSection<ModelSpec>("The model, in Hugging Face layout.", () => new ModelSpec())
        .Field("path", TextKind.Path, s => s.Path, (s, v) => s with { Path = v }, "Folder with config.json and the weights in safetensors.", required: true)
        .Field("tokenizer", new OptionalKind<string>(TextKind.Path, "null"), s => s.Tokenizer, (s, v) => s with { Tokenizer = v }, "Folder or file of another tokenizer.json; the model's own when left out.")
        .Field("precision", ChoiceKind<Precision>.All, s => s.Precision, (s, v) => s with { Precision = v }, "Number format of the weights and of what goes into and comes out of linear maps. The residual stream, norms and attention are always float32, SAEs too, and sums across tokens and prompts in double. `bfloat16` needs a torch device.")
        .Shorthand("path");

    private static SpecSection<BehaviourSpec> Behaviour() => new SpecSection<BehaviourSpec>("A behaviour, or a path alone.", () => new BehaviourSpec())
        .Field("path", TextKind.Path, s => s.Path, (s, v) => s with { Path = v }, "A .jsonl, .json or .csv file, or a pattern with `*` and `?` for several.", required: true)
        .Field("name", new OptionalKind<string>(TextKind.Name, "null"), s => s.Name, (s, v) => s with { Name = v }, "Its name in tables and report; the file's name without its ending when left out.")
        .Shorthand("path");

    private static SpecSection<PromptsSpec> Prompts() => new SpecSection<PromptsSpec>("How pairs become prompts, and which of them train and test. Pairs given as token ids are used as they stand: template, strip and bos do not touch them.", () => new PromptsSpec())
        .Field("template", new TextFormKind<string>($"{string.Join(" or ", PromptTemplates.Names.Select(name => $"`{name}`"))}, or a text with `{{question}}` and `{{answer}}`", Wrong, text => text, text => text), s => s.Template, (s, v) => s with { Template = v }, "The text around question and answer. `answer` is `{question}`, an empty line, `Answer:{answer}`; `none` is `{question}{answer}`; the others are one user turn of a chat template, without the system message that some models (Llama 3.1 to 3.3, Qwen 1.5 to 2.5) set by themselves. In a text of one's own, other braces are doubled.")
        .Field("template_tokens", ChoiceKind<TemplateTokens>.All, s => s.TemplateTokens, (s, v) => s with { TemplateTokens = v }, "What control tokens that the template writes become; `auto` is `token` for the chat templates and `text` for others. Those that stand in a question or answer are always text.")
        .Field("strip", new OptionalValueKind<bool>(new BoolKind(), "auto"), s => s.Strip, (s, v) => s with { Strip = v }, "Whether white space around question and answer is taken away; `auto` is `true` for the chat templates.")
        .Field("bos", ChoiceKind<BosPolicy>.All, s => s.Bos, (s, v) => s with { Bos = v }, "Whether the beginning-of-sequence token stands in front; `auto` as the tokenizer's own settings have it. It never stands there twice.")
        .Field("read", ChoiceKind<ReadPosition>.All, s => s.Read, (s, v) => s with { Read = v }, "The token at which activations are read: the first one at which the two answers differ, or the last one of each answer.")
        .Field("letters", new LettersKind(), s => s.Letters, (s, v) => s with { Letters = v }, "Which answers are used: `any`; `only` letters, such as ` (A)`; or a list of letters, such as `[A, B]`. Two letters must differ in exactly one token. Pairs that are not used are counted by reason.")
        .Field("max_tokens", Optional(new IntKind(2)), s => s.MaxTokens, (s, v) => s with { MaxTokens = v }, "Pairs with a longer text, BOS included, are left out and counted; the model's own limit when left out.")
        .Field("train", Optional(new IntKind(1)), s => s.Train, (s, v) => s with { Train = v }, $"Training pairs: the first usable ones. Left out: {SplitOptions.DefaultTrain}, or with `train_range` all of it.")
        .Field("test", Optional(new IntKind(0)), s => s.Test, (s, v) => s with { Test = v }, $"Test pairs: the next usable ones; 0 leaves out steering. Left out: {SplitOptions.DefaultTest}, or with `test_range` all of it.")
        .Field("order", ChoiceKind<SplitOrder>.All, s => s.Order, (s, v) => s with { Order = v }, "The order in which rows are dealt out: as in the file, shuffled with `seed`, or shuffled as Python's `random.Random(seed).shuffle`, as published splits are.")
        .Field("seed", new WholeNumberKind(long.MinValue, long.MaxValue), s => s.Seed, (s, v) => s with { Seed = v }, "Seed of the shuffles.")
        .Field("train_range", Optional(Percent()), s => s.TrainRange, (s, v) => s with { TrainRange = v }, "Part of all rows, in that order, that training pairs come from; given together with `test_range`.")
        .Field("test_range", Optional(Percent()), s => s.TestRange, (s, v) => s with { TestRange = v }, "Part of all rows, in that order, that test pairs come from.")
        .Field("balance_letters", new BoolKind(), s => s.BalanceLetters, (s, v) => s with { BalanceLetters = v }, "Choose training pairs so that every letter is the matching one as often as the other one; an unbalanced vector is a letter vector.")
        .Field("shard_size", new IntKind(1, 100_000), s => s.ShardSize, (s, v) => s with { ShardSize = v }, "Pairs per work item of capture and steering. An item that is interrupted starts again: smaller ones lose less and spread over more workers, larger ones make fewer files.");

    private static SpecSection<CorpusSpec> Corpus() => new SpecSection<CorpusSpec>("Ordinary text.", () => new CorpusSpec())
        .Field("paths", new ListKind<string>(TextKind.Path, 1, distinct: true, "paths or patterns"), s => s.Paths, (s, v) => s with { Paths = v }, "Files, read in this order: .txt, or .jsonl whose rows have `text` (or `ids`, token ids).", required: true)
        .Field("document", ChoiceKind<DocumentUnit>.All, s => s.Document, (s, v) => s with { Document = v }, "What is tokenised as one text: the whole file (the whole `text` of a row), each line, or each paragraph. The ids follow one another in one stream.")
        .Field("tokens", new WholeNumberKind(1, 1_000_000_000_000), s => s.Tokens, (s, v) => s with { Tokens = v }, "Token ids to take from the stream, BOS not counted.")
        .Field("chunk", new IntKind(1, 1_000_000), s => s.Chunk, (s, v) => s with { Chunk = v }, "Ids per sequence, BOS not counted.")
        .Field("bos", ChoiceKind<BosPolicy>.All, s => s.Bos, (s, v) => s with { Bos = v }, "Whether the beginning-of-sequence token stands in front of each chunk.")
        .Field("skip_positions", new OptionalValueKind<int>(new IntKind(0, 1_000_000), "bos"), s => s.SkipPositions, (s, v) => s with { SkipPositions = v }, "Positions at the beginning of each chunk that statistics leave out: the BOS, whose norm is huge, or a number of positions, BOS counted.")
        .Field("special_tokens", new ChoiceKind<SpecialTokenText>(("text", SpecialTokenText.AsText), ("token", SpecialTokenText.AsTokens)), s => s.SpecialTokens, (s, v) => s with { SpecialTokens = v }, "What a special token that stands literally in the text becomes.")
        .Field("shard_tokens", new IntKind(1, 100_000_000), s => s.ShardTokens, (s, v) => s with { ShardTokens = v }, "Ids per work item, rounded up to whole chunks.")
        .Field("sample", new IntKind(0, 1_000_000), s => s.Sample, (s, v) => s with { Sample = v }, "Activations kept per layer for the figures.");

    private static SpecSection<VectorsSpec> Vectors() => new SpecSection<VectorsSpec>("How steering vectors are made.", () => new VectorsSpec())
        .Field("methods", new ListKind<SteeringVectorMethod>(ChoiceKind<SteeringVectorMethod>.All, 1, distinct: true, "methods, each `mean_difference`, `pca` or `logistic_probe`"), s => s.Methods, (s, v) => s with { Methods = v }, "The methods. Vectors of the first are decomposed and steered with, unless `steer.method` says otherwise. `pca` and `logistic_probe` hold the activations of all training pairs of a layer in memory; `mean_difference` holds sums.")
        .Field("normalise", ChoiceKind<VectorNormalisation>.All, s => s.Normalise, (s, v) => s with { Normalise = v }, "What is done to their length: nothing, length 1, or in each layer the mean length over the behaviours.");

    private static SpecSection<SaeSpec> Sae() => new SpecSection<SaeSpec>("SAEs, or a path alone.", () => new SaeSpec())
        .Field("path", TextKind.Path, s => s.Path, (s, v) => s with { Path = v }, "A file or folder.", required: true)
        .Field("name", new OptionalKind<string>(TextKind.Name, "null"), s => s.Name, (s, v) => s with { Name = v }, "Its name in tables and report; the last part of the path when left out. SAEs of different layers may share a name.")
        .Field("pattern", new OptionalKind<string>(TextKind.Path, "null"), s => s.Pattern, (s, v) => s with { Pattern = v }, "Where below the path each layer's SAE is, such as `layer_{layer}/width_16k/*/params.npz`; `*` and `?` may stand for one match per layer. Left out, the path is one SAE.")
        .Field("layers", new LayersKind(), s => s.Layers, (s, v) => s with { Layers = v }, "The layers to take of those found. Where the path is one SAE: its layer, needed unless its own configuration names it.")
        .Shorthand("path");

    private static SpecSection<DecomposeSpec> Decompose() => new SpecSection<DecomposeSpec>("How vectors are decomposed.", () => new DecomposeSpec())
        .Field("inputs", new ListKind<InputVariant>(ChoiceKind<InputVariant>.All, 1, distinct: true, "inputs, each `vector`, `zero`, `scaled_vector`, `mean` or `mean_plus_vector`"), s => s.Inputs, (s, v) => s with { Inputs = v }, "What is given to the SAE, the vector always. The last three need a corpus and are left out without one.")
        .Field("top", new IntKind(1, 10_000), s => s.Top, (s, v) => s with { Top = v }, "Features listed per input.")
        .Field("overlap", new IntKind(1, 10_000), s => s.Overlap, (s, v) => s with { Overlap = v }, "Top features compared with the zero vector's.")
        .Field("default_components", new IntKind(0, 10_000), s => s.DefaultComponents, (s, v) => s with { DefaultComponents = v }, "Features of largest encoder bias whose default components are shown.")
        .Field("spurious_ratio", new RealKind(0, 1), s => s.SpuriousRatio, (s, v) => s with { SpuriousRatio = v }, "A feature that is active on the vector is spurious where both classes' mean activations are below this share of it.")
        .Field("pursuit", new IntKind(1, 10_000), s => s.Pursuit, (s, v) => s with { Pursuit = v }, "Terms of the signed decompositions (difference of feature activations, matching pursuit over decoder directions).");

    private static SpecSection<SteerSpec> Steer() => new SpecSection<SteerSpec>("How steering is measured.", () => new SteerSpec())
        .Field("method", Optional(ChoiceKind<SteeringVectorMethod>.All), s => s.Method, (s, v) => s with { Method = v }, "Whose vectors are decomposed and steered with: one of `vectors.methods`; the first when left out.")
        .Field("multipliers", new ListKind<double>(new RealKind(-1000, 1000), 2, distinct: true, "different numbers from -1000 to 1000"), s => s.Multipliers, (s, v) => s with { Multipliers = v }, "What the vector is multiplied by; steerability is the slope over these.")
        .Field("positions", new ListKind<AddingPositions>(ChoiceKind<AddingPositions>.All, 1, distinct: true, "positions, each `answer`, `all` or `last`"), s => s.Positions, (s, v) => s with { Positions = v }, "Where it is added: from the token that predicts the letter to the end, everywhere, or at the last position.")
        .Field("metrics", new ListKind<PropensityMetric>(ChoiceKind<PropensityMetric>.All, 1, distinct: true, "metrics, each `letter_logit_diff`, `logit_diff_sum` or `logprob_diff_sum`"), s => s.Metrics, (s, v) => s with { Metrics = v }, "How the effect is measured: logits of the two letters, or sums over all tokens of the answers.")
        .Field("variants", new ListKind<SteeredVariant>(ChoiceKind<SteeredVariant>.All, 1, distinct: true, "variants, each `vector`, `reconstruction`, `activation_difference` or `pursuit`"), s => s.Variants, (s, v) => s with { Variants = v }, "What is steered with: the vector, its reconstruction by each SAE, and its signed reconstructions by difference of feature activations and by matching pursuit. All but the first need SAEs and are left out without.");

    private static SpecSection<ComputeSpec> Compute() => new SpecSection<ComputeSpec>("Where it runs.", () => new ComputeSpec())
        .Field("device", new TextFormKind<string>("`cpu`, `torch-cpu`, `cuda` or `cuda:N`", text => DeviceName.Canonical(text) is null ? $"is '{text}'; it should be {DeviceName.Forms}" : null, text => DeviceName.Canonical(text)!, text => text), s => s.Device, (s, v) => s with { Device = v }, "The kernels that run the model, and their device. What is made of its activations (vectors, norms, decompositions) always comes from the `cpu` kernels.")
        .Field("gpu", new OptionalKind<string>(TextKind.Name, "null"), s => s.Gpu, (s, v) => s with { Gpu = v }, "On a cluster: the kind of GPU that may run the model, such as `h200`, as the silos' label `gpu` names it. Left out, any will do, and results of different kinds differ in their last digits.")
        .Field("threads", new IntKind(0, 4096, "all cores"), s => s.Threads, (s, v) => s with { Threads = v }, "Threads of the kernels.")
        .Field("workers", new IntKind(1, 4096), s => s.Workers, (s, v) => s with { Workers = v }, "Work items at a time.")
        .Field("batch_tokens", new IntKind(1, 100_000_000), s => s.BatchTokens, (s, v) => s with { BatchTokens = v }, "Most tokens run as one batch. Batches are part of the plan: another number may change the last digits.");

    private static SpecSection<ReportSpec> Report() => new SpecSection<ReportSpec>("What the report's figures show.", () => new ReportSpec())
        .Field("behaviour", new OptionalKind<string>(new TextKind("a behaviour's name"), "null"), s => s.Behaviour, (s, v) => s with { Behaviour = v }, "The behaviour; the first when left out.")
        .Field("layer", Optional(new IntKind(0, LayerSelection.MaxLayer)), s => s.Layer, (s, v) => s with { Layer = v }, "The layer; the one of largest steerability when left out.");

    private static OptionalValueKind<T> Optional<T>(SpecKind<T> kind)
        where T : struct => new(kind, "null");

    private static TextFormKind<PercentRange> Percent() => new(
        "a range such as `0%:40%`",
        text => PercentRange.TryParse(text, out _) ? null : $"is '{text}'; it should be two whole per cents in ascending order, such as 0%:40%",
        text => PercentRange.TryParse(text, out var range) ? range : default,
        range => range.ToString());

    private static string? Wrong(string template)
    {
        try
        {
            PromptTemplates.Get(template);
            return null;
        }
        catch (InputException error)
        {
            return $"is wrong: {error.Message.TrimEnd('.')}";
        }
    }
}
