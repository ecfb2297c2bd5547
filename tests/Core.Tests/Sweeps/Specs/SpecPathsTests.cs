using SteerScope.Core.Tests.Prompts;
using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Specs;

public sealed class SpecPathsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public SpecPathsTests()
    {
        foreach (var file in new[] { "m/config.json", "data/a.jsonl", "data/b.jsonl", "data/c.csv", "text/w.txt", "saes/layer_0/w/l0_7/p.npz", "saes/layer_2/w/l0_9/p.npz", "saes/layer_10/w/l0_1/p.npz", "one/p.npz" })
        {
            folder.Write(file, "x");
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_EverythingThere_IsFoundFromTheSpecsFolder()
    {
        var spec = Load("behaviours: [data/*.jsonl, {path: data/c.csv, name: sea}]\ncorpus: {paths: [text/w.txt]}\nsaes: [{path: saes, pattern: 'layer_{layer}/w/l0_*/p.npz'}, one/p.npz]\nreport: {behaviour: sea}");
        Assert.Equal([("a", In("data/a.jsonl")), ("b", In("data/b.jsonl")), ("sea", In("data/c.csv"))], SpecPaths.Behaviours(spec).Select(source => (source.Name, source.Path)));
        Assert.Equal([In("text/w.txt")], SpecPaths.Corpus(spec));
        Assert.Equal(
            [("saes", 0, In("saes/layer_0/w/l0_7/p.npz")), ("saes", 2, In("saes/layer_2/w/l0_9/p.npz")), ("saes", 10, In("saes/layer_10/w/l0_1/p.npz")), ("p.npz", null, In("one/p.npz"))],
            SpecPaths.Saes(spec).Select(sae => (sae.Name, sae.Layer, sae.Path)));
    }

    [Theory]
    [InlineData("behaviours: [data/x.jsonl]", "line 2: behaviours[0] is 'data/x.jsonl', which is no file")]
    [InlineData("behaviours: [data/a.jsonl, data/x*.jsonl]", "line 2: behaviours[1] is 'data/x*.jsonl', which matches no file")]
    [InlineData("behaviours: [text/w.txt]", "its ending should be .jsonl, .json, .csv")]
    [InlineData("behaviours:\n  - data/a.jsonl\n  - data/*.jsonl", "line 4: behaviours[1] has the name a, as")]
    [InlineData("behaviours: [{path: data/*.jsonl, name: x}]", "names 2 files, but one name can be given to one file only")]
    [InlineData("behaviours: data/a.jsonl\ncorpus: {paths: [text/w.txt, text]}", "line 3: corpus.paths[1] is 'text', which is no file")]
    [InlineData("behaviours: data/a.jsonl\nsaes: [none]", "line 3: saes[0] is 'none', which does not exist")]
    [InlineData("behaviours: data/a.jsonl\nsaes: [{path: saes, pattern: 'x_{layer}'}]", "saes[0] has the pattern 'x_{layer}', which matches nothing below")]
    [InlineData("behaviours: data/a.jsonl\nsaes: [{path: saes, pattern: 'layer_{layer}', layers: 0-1}]", "which matches nothing for layer 1 below")]
    [InlineData("behaviours: data/a.jsonl\nsaes: [{path: saes, layers: 0-1}]", "is one SAE without a pattern, but several layers are named")]
    [InlineData("behaviours: data/a.jsonl\nreport: {behaviour: aa}", "line 3: report.behaviour is 'aa', which is none of the behaviours; did you mean a?")]
    public void Load_MissingFile_IsNamedWithItsLine(string text, string expected)
    {
        var error = Assert.Throws<InputException>(() => Load(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralSaesForALayer_SaysWhich()
    {
        folder.Write("saes/layer_2/w/l0_11/p.npz", "x");
        var error = Assert.Throws<InputException>(() => Load("behaviours: data/a.jsonl\nsaes: [{path: saes, pattern: 'layer_{layer}/w/*/p.npz'}]"));
        Assert.Contains("matches 2 files for layer 2 (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingModel_SaysWhereItWasLookedFor()
    {
        var error = Assert.Throws<InputException>(() => SpecFile.Load(folder.Write("s.yaml", "model: {path: none, tokenizer: t}\nbehaviours: data/a.jsonl")));
        Assert.Contains($"line 1: model.path is 'none', which is no folder ({In("none")})", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 1: model.tokenizer is 't', which does not exist", error.Message, StringComparison.Ordinal);
    }

    private SweepSpec Load(string rest) => SpecFile.Load(folder.Write("s.yaml", $"model: m\n{rest}"));

    private string In(string path) => Path.Combine(folder.Root, path);
}
