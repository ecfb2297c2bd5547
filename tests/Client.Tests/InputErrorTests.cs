using System.Text;
using SteerScope.Files;
using SteerScope.Planted;
using Xunit;

namespace SteerScope.Client.Tests;

/// <summary>What users get wrong: exit code 2 and one message that names the file, the field and what would be right.</summary>
[Collection(InProcess.Name)]
public sealed class InputErrorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public InputErrorTests() => PlantedWorld.Write(_folder.Root, questions: 20, sentences: 60);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OfAMissingSpec_SaysSo() =>
        Assert.Equal($"{_folder["no.yaml"]}: there is no such file; a spec is a YAML file.", InProcess.Run("run", _folder["no.yaml"]).AssertWrong());

    [Fact]
    public void Run_OfASpecWithSeveralMistakes_ListsThemAll()
    {
        var spec = SmallWorld.WriteSpec(_folder.Root, "out", ("train: 8", "trian: 8"), ("workers: 2", "workers: none"), ("model: planted-llama", "model: nowhere"));

        var lines = InProcess.Run("run", spec).AssertWrong().Split('\n');

        Assert.Equal($"{spec}: the spec has 3 mistakes:", lines[0]);
        Assert.Contains(lines, line => line.Contains("did you mean ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("compute.workers", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("model.path", StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void Run_WithATruncatedCheckpoint_NamesIt()
    {
        Cut("model.safetensors", bytes => bytes[..^100]);
        Assert.StartsWith(_folder[PlantedWorld.ModelFolder, "model.safetensors"], Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAHeaderLongerThanTheFile_NamesIt()
    {
        Cut("model.safetensors", bytes => [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, .. bytes[8..]]);
        Assert.StartsWith(_folder[PlantedWorld.ModelFolder, "model.safetensors"], Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutATensor_NamesIt()
    {
        Cut("model.safetensors", bytes => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("layers.1.mlp.up_proj", "layers.1.mlp.xx_proj", StringComparison.Ordinal)));
        Assert.Contains("model.layers.1.mlp.up_proj.weight", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAnUnknownModelType_NamesThoseThatAreKnown()
    {
        Cut("config.json", bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"llama\"", "\"llama9\"", StringComparison.Ordinal)));
        var message = Wrong();
        Assert.Contains("llama9", message, StringComparison.Ordinal);
        Assert.Contains("mistral", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutConfig_NamesIt()
    {
        File.Delete(_folder[PlantedWorld.ModelFolder, "config.json"]);
        Assert.Contains("config.json", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithABrokenBehaviourFile_NamesFileAndLine()
    {
        var path = _folder["behaviours", "cautious.jsonl"];
        var lines = File.ReadAllLines(path);
        lines[4] = lines[4][..10];
        File.WriteAllLines(path, lines);
        var message = Wrong();
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains("5", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithTooFewPairs_SaysHowManyThereAre()
    {
        var message = InProcess.Run("run", SmallWorld.WriteSpec(_folder.Root, "out", ("train: 8", "train: 80"))).AssertWrong();
        Assert.Contains("20", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAnSaeOfAnotherWidth_SaysSo()
    {
        WriteSae(width: 32, bias: 0);
        Assert.Contains("takes vectors of 32 values, and the model's residual stream has 64", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_WithNaNInAnSae_NamesTheFile()
    {
        WriteSae(width: 64, bias: float.NaN);
        var path = _folder["saes", "layer_3", "width_256", "params.npz"];
        var message = InProcess.Run("sae", "inspect", path).AssertWrong();
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains("NaN", message, StringComparison.OrdinalIgnoreCase);

        Assert.Contains(path, Wrong(), StringComparison.Ordinal);
    }

    private string Wrong() => InProcess.Run("run", SmallWorld.WriteSpec(_folder.Root, "out")).AssertWrong();

    private void Cut(string file, Func<byte[], byte[]> change)
    {
        var path = _folder[PlantedWorld.ModelFolder, file];
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
    }

    private void WriteSae(int width, float bias)
    {
        const int Features = 8;
        var writer = new NpzWriter()
            .Add("W_enc", new float[width * Features], width, Features)
            .Add("b_enc", [.. Enumerable.Repeat(bias, Features)], Features)
            .Add("threshold", new float[Features], Features)
            .Add("W_dec", new float[width * Features], Features, width)
            .Add("b_dec", new float[width], width);
        writer.Write(_folder["saes", "layer_3", "width_256", "params.npz"]);
    }
}
