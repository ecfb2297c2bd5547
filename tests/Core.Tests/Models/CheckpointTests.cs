using SteerScope.Core.Tests.Files;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

public sealed class CheckpointTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_TensorsMissingAndMisshapen_AllAreListed()
    {
        var model = TinyModel.Llama();
        model.Tensors.Remove("model.layers.1.self_attn.k_proj.weight");
        model.Fill("model.layers.0.mlp.up_proj.weight", 8, 12).Fill("model.norm.weight", 9);

        var message = Refused(() => model.Trace(1));
        Assert.Contains("3 of the tensors", message, StringComparison.Ordinal);
        Assert.Contains("model.layers.1.self_attn.k_proj.weight is missing; shape [4, 8] is expected.", message, StringComparison.Ordinal);
        Assert.Contains("model.layers.0.mlp.up_proj.weight has shape [8, 12], but [12, 8] is expected.", message, StringComparison.Ordinal);
        Assert.Contains("model.norm.weight has shape [9], but [8] is expected.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FusedTensorMissing_IsListedOnce()
    {
        var model = TinyModel.Gpt2();
        model.Tensors.Remove("h.1.attn.c_attn.weight");

        var message = Refused(() => model.Trace(1));
        Assert.Contains("1 of the tensors", message, StringComparison.Ordinal);
        Assert.Contains("h.1.attn.c_attn.weight is missing; shape [8, 24] is expected.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NormHoldsNaN_IsNamed()
    {
        var model = TinyModel.Llama();
        model.Tensors["model.norm.weight"].Values[3] = float.NaN;
        Assert.Contains("model.norm.weight", Refused(() => model.Trace(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_IntegerWeights_AreRefused()
    {
        var model = TinyModel.Llama();
        model.Write(folder);
        var writer = new SafetensorsWriter();
        foreach (var (name, (values, shape)) in model.Tensors)
        {
            _ = name == "model.norm.weight"
                ? writer.Add(name, new long[values.Length], shape)
                : writer.Add(name, values, shape);
        }

        writer.Write(folder["model.safetensors"]);
        using var checkpoint = Checkpoint.Open(folder.Path);
        using var ops = new PlainOps();
        Assert.Contains("model.norm.weight is of type I64", Refused(() => TransformerLoader.Load(ops, checkpoint)), StringComparison.Ordinal);
        Assert.Equal(0, ops.Calls);
    }

    [Fact]
    public void Open_Shards_FindsEveryTensor()
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(SharedData.Fixtures, "models", "qwen2"));
        Assert.Equal(2, checkpoint.WeightFiles.Count);
        Assert.True(checkpoint.Has("model.norm.weight"));
        Assert.True(checkpoint.TryGet("model.embed_tokens.weight", out var embedding));
        Assert.Equal([288, 48], embedding.Shape);
        Assert.False(checkpoint.TryGet("lm_head.weight", out _));
    }

    [Fact]
    public void Open_FolderWithoutModel_SaysWhatIsMissing()
    {
        Assert.Contains("no such folder", Refused(() => Checkpoint.Open(folder["absent"])), StringComparison.Ordinal);
        Assert.Contains("config.json", Refused(() => Checkpoint.Open(folder.Path)), StringComparison.Ordinal);
        File.WriteAllText(folder["config.json"], TinyModel.LlamaConfig);
        Assert.Contains("model.safetensors.index.json", Refused(() => Checkpoint.Open(folder.Path)), StringComparison.Ordinal);
        folder.Write("pytorch_model.bin", []);
        Assert.Contains("pickled", Refused(() => Checkpoint.Open(folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ThousandsOfTensorsMissing_FiftyAreListed()
    {
        File.WriteAllText(folder["config.json"], TinyModel.LlamaConfig.Replace("\"num_hidden_layers\":2", "\"num_hidden_layers\":4096", StringComparison.Ordinal));
        new SafetensorsWriter().Add("none", Array.Empty<float>(), 0).Write(folder["model.safetensors"]);
        using var checkpoint = Checkpoint.Open(folder.Path);

        var lines = Refused(() => TransformerLoader.Load(new PlainOps(), checkpoint)).Split('\n');

        Assert.Contains("36866 of the tensors", lines[0], StringComparison.Ordinal);
        Assert.Equal(52, lines.Length);
        Assert.Equal("  and 36816 more.", lines[^1]);
    }

    [Fact]
    public void Open_IndexNamesManyTensorsThatAreNotThere_TenAreListed()
    {
        File.WriteAllText(folder["config.json"], TinyModel.LlamaConfig);
        File.WriteAllText(folder["model.safetensors.index.json"], $"{{\"weight_map\":{{{string.Join(',', Enumerable.Range(100, 400).Select(i => $"\"x{i}\":\"one.safetensors\""))}}}}}");
        new SafetensorsWriter().Add("a", new float[1]).Write(folder["one.safetensors"]);

        Assert.EndsWith("x109 is not in one.safetensors; and 390 more.", Refused(() => Checkpoint.Open(folder.Path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors","c":"three.safetensors"}}""", "three.safetensors, two.safetensors")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","z":"one.safetensors","y":"one.safetensors"}}""", "y is not in one.safetensors; z is not in one.safetensors")]
    [InlineData("""{"weight_map":{"a":"../one.safetensors"}}""", "same folder")]
    [InlineData("""{"weight_map":{"a":"/one.safetensors"}}""", "same folder")]
    [InlineData("""{"weight_map":{"a":"..\\one.safetensors"}}""", "same folder")]
    [InlineData("""{"weight_map":{"a":"one.bin"}}""", "same folder")]
    [InlineData("""{"weight_map":{"a":""}}""", "same folder")]
    [InlineData("""{"weight_map":{"a":1}}""", "\"a\"")]
    [InlineData("""{"weight_map":{"\ud800":"one.safetensors"}}""", "Unicode")]
    [InlineData("""{"weight_map":[]}""", "weight_map")]
    [InlineData("{}", "weight_map")]
    [InlineData("{", "JSON")]
    public void Open_WrongIndex_IsRefused(string index, string named)
    {
        File.WriteAllText(folder["config.json"], TinyModel.LlamaConfig);
        File.WriteAllText(folder["model.safetensors.index.json"], index);
        new SafetensorsWriter().Add("a", new float[1]).Write(folder["one.safetensors"]);
        Assert.Contains(named, Refused(() => Checkpoint.Open(folder.Path)), StringComparison.Ordinal);
    }

    private static string Refused(Action action) => Assert.Throws<InputException>(action).Message;
}
