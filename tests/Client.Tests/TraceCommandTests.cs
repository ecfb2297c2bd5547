using System.Globalization;
using System.Text.Json;
using SteerScope.Files;
using SteerScope.Planted;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Client.Tests;

[Collection(InProcess.Name)]
public sealed class TraceCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private string Model => Path.Combine(world.Root, PlantedWorld.ModelFolder);

    [SharedTheory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("mistral")]
    public void Trace_OfAReferenceModel_MatchesPlainAndSteered(string model)
    {
        using var folder = new TempFolder();
        var fixture = SharedData.Shared("fixtures", model)!;
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(fixture, "cases.json")));
        using var expected = SafetensorsFile.Open(Path.Combine(fixture, "expected.safetensors"));
        var sequences = cases.RootElement.GetProperty("cases").EnumerateArray().Select(c => string.Join(',', c.EnumerateArray().Select(id => id.GetInt32()))).ToArray();

        InProcess.Run("trace", "--model", fixture, "--ids", sequences[2], "--out", folder["plain.safetensors"]).AssertDone();
        AssertNear(expected, "case2.", folder["plain.safetensors"]);

        foreach (var (j, steer) in cases.RootElement.GetProperty("steer").EnumerateArray().Index())
        {
            var file = folder[$"steer{j}.safetensors"];
            InProcess.Run(
                "trace",
                "--model", fixture,
                "--ids", sequences[steer.GetProperty("case").GetInt32()],
                "--steer", Path.Combine(fixture, "steer_vector.safetensors") + ":steer.vector",
                "--layer", steer.GetProperty("layer").GetInt32().ToString(CultureInfo.InvariantCulture),
                "--multiplier", steer.GetProperty("multiplier").GetDouble().ToString(CultureInfo.InvariantCulture),
                "--positions", steer.GetProperty("positions").GetString()!,
                "--out", file).AssertDone();
            AssertNear(expected, $"steer{j}.", file);
        }
    }

    [Fact]
    public void Trace_OfText_IsTheTraceOfItsIds()
    {
        using var folder = new TempFolder();
        var said = InProcess.Run("trace", "--model", Model, "--text", "the crew plans", "--out", folder["text.safetensors"]).AssertDone();
        using var text = SafetensorsFile.Open(folder["text.safetensors"]);
        InProcess.Run("trace", "--model", Model, "--ids", text.Metadata["ids"], "--threads", "1", "--out", folder["ids.safetensors"]).AssertDone();

        Assert.Equal(["final_norm", "layer0.resid_post", "layer0.resid_pre", .. Enumerable.Range(1, 5).Select(l => $"layer{l}.resid_post"), "logits"], text.Names.Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(folder["text.safetensors"]), File.ReadAllBytes(folder["ids.safetensors"]));
        Assert.StartsWith("1,", text.Metadata["ids"], StringComparison.Ordinal);
        Assert.EndsWith($"tokens through 6 layers: {folder["text.safetensors"]}\n", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_SteeredFromAPosition_ChangesNothingBeforeIt()
    {
        using var folder = new TempFolder();
        var width = PlantedWidth();
        new SafetensorsWriter().Add("v", Enumerable.Range(0, width).Select(i => i % 3 - 1f).ToArray()).Write(folder["v.safetensors"]);
        InProcess.Run("trace", "--model", Model, "--ids", "1,5,6,7", "--out", folder["plain.safetensors"]).AssertDone();
        InProcess.Run(
            "trace", "--model", Model, "--ids", "1,5,6,7", "--steer", folder["v.safetensors"] + ":v", "--layer", "2", "--multiplier", "-1.5", "--positions", "from:2", "--out", folder["steered.safetensors"])
            .AssertDone();

        var plain = Read(folder["plain.safetensors"], "layer2.resid_post");
        var steered = Read(folder["steered.safetensors"], "layer2.resid_post");
        Assert.Equal(plain[..(2 * width)], steered[..(2 * width)]);
        for (var i = 2 * width; i < plain.Length; i++)
        {
            Assert.Equal(plain[i] - (1.5f * ((i % width % 3) - 1)), steered[i], 1e-5f);
        }
    }

    [Fact]
    public void Trace_WithWrongInput_SaysWhatWouldBeRight()
    {
        using var folder = new TempFolder();
        new SafetensorsWriter().Add("v", new float[7]).Add("m", new float[14], 2, 7).Add("nan", Enumerable.Repeat(float.NaN, PlantedWidth()).ToArray()).Write(folder["v.safetensors"]);
        var vectors = folder["v.safetensors"];
        Assert.Equal("--ids: 'x' is not a token id; it should be whole numbers separated by commas.", Wrong("--ids", "1,x"));
        Assert.Equal("--ids: '' is not a token id; it should be whole numbers separated by commas.", Wrong("--ids", "1,,2"));
        Assert.Equal("--ids: '-1' is not a token id; it should be whole numbers separated by commas.", Wrong("--ids", "-1"));
        Assert.Contains("99999 is outside the model's vocabulary", Wrong("--ids", "1,99999"), StringComparison.Ordinal);
        Assert.Equal("trace takes either --ids or --text, and one of them is needed.", Wrong());
        Assert.Equal("trace takes either --ids or --text, and one of them is needed.", Wrong("--ids", "1", "--text", "a"));
        Assert.Equal("--layer says how to steer, but --steer names no vector.", Wrong("--ids", "1", "--layer", "1"));
        Assert.Equal("--multiplier says how to steer, but --steer names no vector.", Wrong("--ids", "1", "--multiplier", "2"));
        Assert.Equal("--steer needs --layer, the layer whose resid_post the vector is added to.", Wrong("--ids", "1", "--steer", vectors + ":v"));
        Assert.Equal($"--steer {vectors}.: should be FILE.safetensors:NAME, a file and the name of a tensor in it.", Wrong("--ids", "1", "--layer", "1", "--steer", vectors + "."));
        Assert.Contains("none", Wrong("--ids", "1", "--layer", "1", "--steer", vectors + ":none"), StringComparison.Ordinal);
        Assert.Equal($"{vectors}: m has shape [2, 7]; it should be a vector [d].", Wrong("--ids", "1", "--layer", "1", "--steer", vectors + ":m"));
        Assert.Contains("7", Wrong("--ids", "1", "--layer", "1", "--steer", vectors + ":v"), StringComparison.Ordinal);
        Assert.Contains("nan", Wrong("--ids", "1", "--layer", "1", "--steer", vectors + ":nan"), StringComparison.OrdinalIgnoreCase);
        new SafetensorsWriter().Add("v", new float[PlantedWidth()]).Write(folder["w.safetensors"]);
        Assert.Contains("layer", Wrong("--ids", "1", "--layer", "6", "--steer", folder["w.safetensors"] + ":v"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("positions", Wrong("--ids", "1", "--layer", "1", "--positions", "first", "--steer", folder["w.safetensors"] + ":v"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("--multiplier should be a finite number.", Wrong("--ids", "1", "--layer", "1", "--multiplier", "nan", "--steer", folder["w.safetensors"] + ":v"));
        Assert.Equal("--threads should be at least 1.", Wrong("--ids", "1", "--threads", "0"));
        Assert.Equal("--precision is 'half', and must be one of float32, bfloat16.", Wrong("--ids", "1", "--precision", "half"));
        Assert.Equal(
            "The precision bfloat16 was asked for, and device cpu computes in float32 only; torch-cpu and cuda:N of the full build have it.",
            Wrong("--ids", "1", "--precision", "bfloat16"));
        Assert.Empty(Directory.GetFiles(folder.Root, "out*"));

        string Wrong(params string[] args) => InProcess.Run(["trace", "--model", Model, "--out", folder["out.safetensors"], .. args]).AssertWrong();
    }

#if !PORTABLE
    [Fact]
    public void Trace_InBfloat16OnTorch_SaysSoAndIsNear()
    {
        using var folder = new TempFolder();
        InProcess.Run("trace", "--model", Model, "--ids", "1,5,6,7", "--out", folder["full.safetensors"]).AssertDone();
        InProcess.Run("trace", "--model", Model, "--ids", "1,5,6,7", "--device", "torch-cpu", "--precision", "bfloat16", "--out", folder["half.safetensors"]).AssertDone();

        using var half = SafetensorsFile.Open(folder["half.safetensors"]);
        Assert.Equal(("torch-cpu", "bfloat16"), (half.Metadata["provider"], half.Metadata["precision"]));
        var (want, got) = (Read(folder["full.safetensors"], "layer5.resid_post"), half.Tensor("layer5.resid_post").ToFloats());
        Assert.NotEqual(want, got);
        var scale = want.Max(Math.Abs);
        Assert.All(want.Zip(got), pair => Assert.Equal(pair.First, pair.Second, scale * 0.05f));
    }
#endif

    private int PlantedWidth() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Model, "config.json"))).RootElement.GetProperty("hidden_size").GetInt32();

    private static float[] Read(string path, string name)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Tensor(name).ToFloats();
    }

    private static void AssertNear(SafetensorsFile expected, string prefix, string path)
    {
        using var actual = SafetensorsFile.Open(path);
        var names = expected.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(names);
        foreach (var name in names)
        {
            var (want, got) = (expected.Tensor(name).ToFloats(), actual.Tensor(name[prefix.Length..]).ToFloats());
            Assert.Equal(expected.Tensor(name).Shape, actual.Tensor(name[prefix.Length..]).Shape);
            Assert.All(want.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }
}
