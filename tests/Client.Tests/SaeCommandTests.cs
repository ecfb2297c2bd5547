using System.Text.Json;
using SteerScope.Files;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Client.Tests;

[Collection(InProcess.Name)]
public sealed class SaeCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private string Planted => Path.Combine(world.Root, "saes", "layer_0", "width_256", "params.npz");

    [SharedTheory]
    [InlineData("params.npz")]
    [InlineData("params_compressed.npz")]
    [InlineData("params_fortran.npz")]
    public void Encode_WithGemmaScope_MatchesTheReference(string file)
    {
        using var folder = new TempFolder();
        var fixture = SharedData.Shared("fixtures", "sae")!;
        InProcess.Run(
            "sae", "encode", "--sae", Path.Combine(fixture, "gemma_scope", file), "--input", Path.Combine(fixture, "inputs.safetensors") + ":x", "--out", folder["out.safetensors"]).AssertDone();

        using var expected = SafetensorsFile.Open(Path.Combine(fixture, "gemma_scope", "expected.safetensors"));
        using var actual = SafetensorsFile.Open(folder["out.safetensors"]);
        Assert.Equal(["feature_acts", "reconstruction"], actual.Names.Order(StringComparer.Ordinal));
        foreach (var name in actual.Names)
        {
            Assert.Equal(expected.Tensor(name).Shape, actual.Tensor(name).Shape);
            var width = expected.Tensor(name).Shape[1];
            foreach (var (want, got) in expected.Tensor(name).ToFloats().Chunk(width).Zip(actual.Tensor(name).ToFloats().Chunk(width)))
            {
                // Rows reach 1e4: what counts is the error against the row's size.
                var tolerance = 1e-5 * Math.Max(1, Math.Sqrt(want.Sum(v => (double)v * v)));
                Assert.All(want.Zip(got), pair => Assert.Equal(pair.First, pair.Second, tolerance));
                Assert.Equal(name == "feature_acts" ? want.Count(v => v > 0) : 0, name == "feature_acts" ? got.Count(v => v > 0) : 0);
            }
        }
    }

    [Fact]
    public void Encode_OfAVector_IsOneRow()
    {
        using var folder = new TempFolder();
        new SafetensorsWriter().Add("v", new float[64]).Write(folder["v.safetensors"]);
        var said = InProcess.Run("sae", "encode", "--sae", Planted, "--input", folder["v.safetensors"] + ":v", "--out", folder["out.safetensors"]).AssertDone();

        using var actual = SafetensorsFile.Open(folder["out.safetensors"]);
        Assert.Equal([1, 256], actual.Tensor("feature_acts").Shape);
        Assert.Equal([1, 64], actual.Tensor("reconstruction").Shape);
        Assert.Equal($"1 vector through 256 features: {folder["out.safetensors"]}\n", said.Output);
    }

    [Fact]
    public void Inspect_OfThePlantedSae_SaysWhatItHolds()
    {
        var text = InProcess.Run("sae", "inspect", Planted).AssertDone().Lines;
        using var json = JsonDocument.Parse(InProcess.Run("sae", "inspect", Planted, "--json").AssertDone().Output);

        Assert.Equal(
            [Planted, "format        gemma_scope", "architecture  jump_relu", "shape         d 64, F 256", "hook          not said", "conventions   b_dec taken from the input: no; input normalisation: none"],
            text[..6]);
        Assert.Equal("health        no NaN, no dead decoder row, no negative threshold", text[^1]);
        Assert.Equal(256, json.RootElement.GetProperty("features").GetInt32());
        Assert.Equal("jump_relu", json.RootElement.GetProperty("architecture").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("dead_decoder_rows").GetArrayLength());
    }

    [Theory]
    [InlineData("dictionary_learning_standard", "architecture  standard", "conventions   b_dec taken from the input: yes; input normalisation: none; decoder rows brought to norm 1", "health        no NaN, no dead decoder row, no negative threshold")]
    [InlineData("dictionary_learning_batchtopk_untrained", "architecture  jump_relu, trained as batchtopk", "note          The threshold was never set in training, so that the SAE is used as a plain relu.", "health        no NaN, but 30 negative thresholds")]
    [InlineData("saelens_topk_rescale", "architecture  top_k, k 6", "decoder norms 1 to 1, mean 1", "health        no NaN, no dead decoder row, no negative threshold")]
    [InlineData("saelens_v5_scaling_factor", "shape         d 12, F 30", "note          scaling_factor is multiplied into W_dec.", "health        no NaN, no dead decoder row, no negative threshold")]
    [InlineData("sparsify_groupmax/layers.2", "architecture  group_max, k 5", "hook          blocks.2.hook_resid_post", "health        no NaN, no dead decoder row, no negative threshold")]
    public void Inspect_OfOtherForms_SaysTheirConventions(string name, params string[] lines)
    {
        var text = InProcess.Run("sae", "inspect", Format(name)).AssertDone().Lines;
        Assert.All(lines, line => Assert.Contains(line, text));
        Assert.Equal(lines[^1], text[^1]);
    }

    [Theory]
    [InlineData("saelens_transcoder", "tensor        W_dec F32 [30, 20]", "'transcoder'")]
    [InlineData("sparsify_transcoder/layers.2.mlp", "tensor        encoder.weight F32 [30, 12]", "transcode is true")]
    public void Inspect_OfATranscoder_ListsWhatItHoldsAndWhyItIsNotUsed(string name, string line, string why)
    {
        using var folder = new TempFolder();
        var text = InProcess.Run("sae", "inspect", Format(name)).AssertDone().Lines;
        Assert.Contains(line, text);
        Assert.StartsWith("refused       ", text[^1], StringComparison.Ordinal);
        Assert.Contains(why, text[^1], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(InProcess.Run("sae", "inspect", Format(name), "--json").AssertDone().Output);
        Assert.Contains(why, json.RootElement.GetProperty("refused").GetString(), StringComparison.Ordinal);

        new SafetensorsWriter().Add("v", new float[12]).Write(folder["v.safetensors"]);
        Assert.Contains(why, InProcess.Run("sae", "encode", "--sae", Format(name), "--input", folder["v.safetensors"] + ":v", "--out", folder["out.safetensors"]).AssertWrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_OfAPickleThatWouldRun_IsRefusedByName() => Assert.Contains(
        "its pickle uses posix.system", InProcess.Run("sae", "inspect", Path.Combine(SharedData.Fixtures, "torch", "os_system.pt")).AssertWrong(), StringComparison.Ordinal);

    private static string Format(string name) => Path.Combine([SharedData.Fixtures, "sae", "formats", .. name.Split('/')]);

    [Fact]
    public void SaeCommands_WithWrongInput_SayWhatWouldBeRight()
    {
        using var folder = new TempFolder();
        new SafetensorsWriter()
            .Add("short", new float[63]).Add("cube", new float[8], 2, 2, 2).Add("nan", Enumerable.Repeat(float.NaN, 64).ToArray()).Write(folder["v.safetensors"]);
        var vectors = folder["v.safetensors"];
        Assert.Equal($"--input has vectors of 63 values, and {Planted} takes 64; they belong to different models.", Wrong(vectors + ":short"));
        Assert.Equal($"{vectors}: cube has shape [2, 2, 2]; it should be a matrix [n, d].", Wrong(vectors + ":cube"));
        Assert.Contains("nan", Wrong(vectors + ":nan"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'missing'", Wrong(vectors + ":missing").Replace('"', '\''), StringComparison.Ordinal);
        Assert.Contains(folder["none.safetensors"], Wrong(folder["none.safetensors"] + ":x"), StringComparison.Ordinal);
        Assert.Contains(folder["none.npz"], InProcess.Run("sae", "inspect", folder["none.npz"]).AssertWrong(), StringComparison.Ordinal);
        File.WriteAllBytes(folder["cut.npz"], File.ReadAllBytes(Planted)[..5000]);
        Assert.Contains(folder["cut.npz"], InProcess.Run("sae", "inspect", folder["cut.npz"]).AssertWrong(), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.safetensors"]));

        string Wrong(string input) => InProcess.Run("sae", "encode", "--sae", Planted, "--input", input, "--out", folder["out.safetensors"]).AssertWrong();
    }
}
