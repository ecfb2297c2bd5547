using SteerScope.Core.Tests.Prompts;
using SteerScope.Decomposition;
using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Sweeps.Specs;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Specs;

public sealed class SpecFileTests
{
    private const string Least = "model: m\nbehaviours: [b.jsonl]\n";

    [Fact]
    public void Parse_LeastSpec_HasTheDocumentedDefaults()
    {
        var spec = Parse(Least);
        Assert.Equal(("my-sweep", "runs/my-sweep"), (spec.Name, spec.Out));
        Assert.Equal("m", spec.Model.Path);
        Assert.Equal("b.jsonl", Assert.Single(spec.Behaviours).Path);
        Assert.Null(spec.Corpus);
        Assert.Null(spec.Layers.Layers);
        Assert.Equal(SteeringVectorMethod.MeanDifference, spec.PrimaryMethod);
        Assert.Equal([-1.5, -1, -0.5, 0, 0.5, 1, 1.5], spec.Steer.Multipliers);
        Assert.Equal([InputVariant.Vector, InputVariant.Zero], spec.DecompositionInputs);
        Assert.Equal([SteeredVariant.Vector], spec.SteeredVariants);
        Assert.Same(LetterRule.Any, spec.Prompts.Letters);
    }

    [Fact]
    public void Parse_EveryField_IsRead()
    {
        var spec = Parse("""
            name: all
            out: ../out
            model: {path: m, tokenizer: t, precision: float32}
            behaviours: [{path: b.jsonl, name: bee}, c.csv]
            prompts:
              template: "Q: {question}\nA: {answer}"
              template_tokens: token
              strip: true
              bos: always
              read: last_answer_token
              letters: [A, C]
              max_tokens: 512
              train: 10
              test: 5
              order: python
              seed: -3
              train_range: 0%:40%
              test_range: 50%:100%
              balance_letters: true
              shard_size: 7
            corpus: {paths: w.txt, document: line, tokens: 20000, chunk: 100, bos: never, skip_positions: 3, special_tokens: token, shard_tokens: 1001, sample: 9}
            layers: [0, 2-4, 3]
            vectors: {methods: [pca, logistic_probe], normalise: common_per_layer}
            saes: [{path: s, name: own, pattern: "l{layer}.npz", layers: 1-2}]
            decompose: {inputs: [mean], top: 3, overlap: 2, default_components: 1, spurious_ratio: 1e-3, pursuit: 7}
            steer: {method: logistic_probe, multipliers: [0, +2.5], positions: [all, last], metrics: [logit_diff_sum], variants: [pursuit]}
            compute: {device: "torch-cuda:1", threads: 2, workers: 3, batch_tokens: 4}
            report: {behaviour: bee, layer: 2}
            """);
        Assert.Equal(("all", "../out", "t"), (spec.Name, spec.Out, spec.Model.Tokenizer));
        Assert.Equal(("bee", "c.csv"), (spec.Behaviours[0].Name, spec.Behaviours[1].Path));
        var template = spec.Prompts.ResolveTemplate();
        Assert.Equal((true, true, "Q: x\nA: y"), (template.UsesSpecialTokens, template.Strip, template.Render(" x ", "y\n")));
        var split = spec.Prompts.SplitOptions();
        Assert.Equal((10, 5, SplitOrder.Python, -3L, true), (split.Train, split.Test, split.Order, split.Seed, split.BalanceLetters));
        Assert.Equal((new PercentRange(0, 40), new PercentRange(50, 100)), (split.TrainRange!.Value, split.TestRange!.Value));
        var tokens = spec.Prompts.TokenizerOptions(256, 100);
        Assert.Equal((BosPolicy.Always, ReadPosition.LastAnswerToken, 256, 100), (tokens.Bos, tokens.Read, tokens.MaxTokens, tokens.VocabularySize));
        Assert.Equal(["A", "C"], tokens.Letters.Allowed);
        var corpus = spec.Corpus!.Options(100);
        Assert.Equal((DocumentUnit.Line, 20_000L, 100, BosPolicy.Never, 3, SpecialTokenText.AsTokens), (corpus.Document, corpus.Tokens, corpus.Chunk, corpus.Bos, corpus.SkipPositions, corpus.SpecialTokens));
        Assert.Equal((11, 9), (spec.Corpus.ShardChunks, spec.Corpus.Sample));
        Assert.Equal([0, 2, 3, 4], spec.Layers.Resolve(5));
        Assert.Equal((SteeringVectorMethod.LogisticProbe, VectorNormalisation.CommonPerLayer), (spec.PrimaryMethod, spec.Vectors.Normalise));
        Assert.Equal([1, 2], Assert.Single(spec.Saes).Layers.Layers);
        Assert.Equal((3, 2, 1, 0.001, 7), (spec.Decompose.Top, spec.Decompose.Overlap, spec.Decompose.DefaultComponents, spec.Decompose.SpuriousRatio, spec.Decompose.Pursuit));
        Assert.Equal([0, 2.5], spec.Steer.Multipliers);
        Assert.Equal([AddingPositions.All, AddingPositions.Last], spec.Steer.Positions);
        Assert.Equal(("torch-cuda:1", 2, 3, 4), (spec.Compute.Device, spec.Compute.Threads, spec.Compute.Workers, spec.Compute.BatchTokens));
        Assert.Equal(("bee", 2), (spec.Report.Behaviour, spec.Report.Layer));
    }

    [Fact]
    public void Parse_ManyMistakes_AreListedAtOnceWithLines()
    {
        var error = Assert.Throws<InputException>(() => Parse("""
            modle: m
            behaviours: [b.jsonl]
            prompts:
              trian: 3
              test: -1
              order: pyhton
              bos: [a]
            compute:
              workers: two
            """));
        Assert.Equal(
            """
            my-sweep.yaml: the spec has 7 mistakes:
              line 1: modle is not a known field; did you mean model?
              line 1: model is missing; it should be a group of fields, or the path alone
              line 4: prompts.trian is not a known field; did you mean prompts.train?
              line 5: prompts.test is '-1'; it should be a whole number from 0
              line 6: prompts.order is 'pyhton'; did you mean python? It should be `file` or `seed` or `python`
              line 7: prompts.bos is a list; it should be `auto` or `always` or `never`
              line 9: compute.workers is 'two'; it should be a whole number from 1 to 4096
            """,
            error.Message);
    }

    [Theory]
    [InlineData("layers: 4-2", "line 3: layers is '4-2'; it should be `all`, a layer, a range")]
    [InlineData("layers: []", "layers is a list; it should be `all`")]
    [InlineData("layers: 0-2000", "layers is '0-2000'")]
    [InlineData("prompts: {template: llama2}", "prompts.template is wrong: template 'llama2': is neither a known name")]
    [InlineData("prompts: {template: '{question}'}", "prompts.template is wrong")]
    [InlineData("prompts: {train_range: 0%:40%}", "prompts.train_range is given without prompts.test_range")]
    [InlineData("prompts: {train_range: 0%:40%, test_range: 39%:50%}", "prompts.test_range is 39%:50%, which overlaps")]
    [InlineData("prompts: {train_range: 40%:0%, test_range: 50%:60%}", "prompts.train_range is '40%:0%'; it should be two whole per cents")]
    [InlineData("prompts: {balance_letters: true, train: 7}", "prompts.train is 7, but balanced letters come in couples")]
    [InlineData("prompts: {balance_letters: yes}", "prompts.balance_letters is 'yes'; it should be `true` or `false`")]
    [InlineData("prompts: {letters: [A]}", "prompts.letters is a list; it should be `any`, `only`, or a list of at least two")]
    [InlineData("prompts: {train: '5'}", "prompts.train is '5'; it should be a whole number from 1")]
    [InlineData("prompts: {seed: 1e3}", "prompts.seed is '1e3'; it should be a whole number")]
    [InlineData("prompts: {seed: 9223372036854775808}", "prompts.seed is '9223372036854775808'")]
    [InlineData("prompts: 3", "prompts is '3'; it should be a group of fields")]
    [InlineData("prompts:", "prompts is empty; it should be a group of fields")]
    [InlineData("corpus: {tokens: 5}", "corpus.paths is missing; it should be a list of paths or patterns")]
    [InlineData("corpus: {paths: []}", "corpus.paths has 0 items")]
    [InlineData("corpus: {paths: w.txt, chunk: 4, skip_positions: 5}", "corpus.skip_positions is 5, which leaves nothing of a chunk of 4")]
    [InlineData("corpus: {paths: w.txt, special_tokens: tokens}", "corpus.special_tokens is 'tokens'; did you mean token?")]
    [InlineData("vectors: {methods: [pca, pca]}", "vectors.methods[1] names 'pca' a second time")]
    [InlineData("vectors: {methods: []}", "vectors.methods has 0 items")]
    [InlineData("steer: {method: pca}", "steer.method is not among vectors.methods")]
    [InlineData("steer: {multipliers: [1]}", "steer.multipliers has 1 items; it should be a list of at least 2 different numbers")]
    [InlineData("steer: {multipliers: [1, 1.0]}", "steer.multipliers[1] names '1.0' a second time")]
    [InlineData("steer: {multipliers: [0, .nan]}", "steer.multipliers[1] is '.nan'; it should be a number")]
    [InlineData("steer: {multipliers: [0, 1e999]}", "steer.multipliers[1] is '1e999'; it should be a number")]
    [InlineData("steer: {variants: [reconstruction]}", "steer.variants names only reconstructions, which need saes")]
    [InlineData("decompose: {inputs: [mean]}", "decompose.inputs names only inputs that need a corpus")]
    [InlineData("decompose: {spurious_ratio: 1.5}", "decompose.spurious_ratio is '1.5'; it should be a number from 0 to 1")]
    [InlineData("saes: [{path: a/s}, {path: b/s}]", "saes[1] has the name s, as another of the same layers has")]
    [InlineData("saes: [{path: a/s, layers: 0-2}, {path: b/s, layers: 2}]", "saes[1] has the name s, as another of the same layers has")]
    [InlineData("saes: [{path: s, pattern: x.npz}]", "saes[0].pattern is 'x.npz'; it should contain {layer}")]
    [InlineData("saes: [{name: s}]", "saes[0].path is missing")]
    [InlineData("compute: {device: gpu}", "compute.device is 'gpu'; it should be cpu, torch-cpu, cuda or cuda:N")]
    [InlineData("name: a/b", "name is 'a/b'; it should be a name of letters")]
    [InlineData("out: \"a\\0b\"", "out is 'a b'; it should be a path")]
    [InlineData("unknown: 3", "unknown is not a known field; known here are name, out, model")]
    [InlineData("3: 3", "3 is not a known field")]
    [InlineData("[a]: 3", "a list is not a known field")]
    [InlineData("model: n", "is not valid YAML")]
    [InlineData("out: *a", "uses an alias")]
    [InlineData("out: &a x", "uses an anchor")]
    [InlineData("out: !!str x", "uses a tag")]
    [InlineData("---\nout: x", "starts a second document")]
    [InlineData("out: [[[[[[[[[[[[[[[[[[[[[[[", "is nested deeper than 16 levels")]
    [InlineData("out: [", "is not valid YAML")]
    [InlineData("\tout: x", "is not valid YAML")]
    public void Parse_AMistake_IsNamed(string line, string expected)
    {
        var error = Assert.Throws<InputException>(() => Parse(Least + line));
        Assert.StartsWith("my-sweep.yaml: the spec has a mistake:\n  line ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SaesOfDifferentLayers_MayShareAName() =>
        Assert.Equal(["w", "w"], Parse(Least + "saes: [{path: a, name: w, layers: 0}, {path: b, name: w, layers: 1}]").Saes.Select(sae => sae.ResolvedName));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    public void Parse_Empty_SaysWhatIsNeeded(string text) =>
        Assert.Contains("the spec is empty; it should name at least a model and behaviours", Assert.Throws<InputException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_HugeText_IsRefusedUnread() =>
        Assert.Contains("should have at most 1048576", Assert.Throws<InputException>(() => Parse(new string('[', 2_000_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_Example_IsWhole()
    {
        var spec = SpecFile.Load(Path.Combine(SharedData.ProjectRoot, "examples", "minimal.yaml"), checkFiles: false);
        Assert.Equal("minimal", spec.Name);
        Assert.Equal(4, spec.DecompositionInputs.Count);
        Assert.Equal(2, spec.SteeredVariants.Count);
        Assert.True(spec.Prompts.BalanceLetters);
    }

    [Fact]
    public void Load_MissingOrBroken_SaysSo()
    {
        using var folder = new TempFolder();
        Assert.Contains("no such file", Assert.Throws<InputException>(() => SpecFile.Load(Path.Combine(folder.Root, "x.yaml"))).Message, StringComparison.Ordinal);
        Assert.Contains("not valid UTF-8", Assert.Throws<InputException>(() => SpecFile.Load(folder.Write("x.yaml", [0xFF, 0xC0]))).Message, StringComparison.Ordinal);
        Assert.Contains("too large", Assert.Throws<InputException>(() => SpecFile.Load(folder.Write("x.yaml", new byte[5_000_000]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_LayerThatTheModelLacks_SaysWhichThereAre() =>
        Assert.Contains("names layer 7; the model's layers are 0 to 4", Assert.Throws<InputException>(() => LayerSelection.Of([1, 7]).Resolve(5)).Message, StringComparison.Ordinal);

    private static SweepSpec Parse(string text) => SpecFile.Parse(text, "my-sweep.yaml", checkFiles: false);
}
