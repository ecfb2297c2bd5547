using System.Text.Json;
using SteerScope.Devices;
using SteerScope.GpuBenchmark;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;
using Xunit;

namespace SteerScope.Compute.Torch.Tests.GpuBenchmark;

/// <summary>The GPU's benchmark on the processor: that it measures what it says and compares two ways of computing the same.</summary>
[Collection(ModelMemoryTests.Alone)]
public sealed class GpuMeasurementTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TorchPythonFact]
    public void Run_InFloat32_AgreesWithTheRival()
    {
        // In float32 a difference above 1e-4 would end it with an exception.
        var (text, ratios) = Run(Precision.Float32, TorchPythonFactAttribute.Python);
        Assert.Contains(" Gemma", text, StringComparison.Ordinal);
        Assert.Contains("activations differ by at most", text, StringComparison.Ordinal);
        Assert.Contains("EXTRAPOLATED from 24 passes", text, StringComparison.Ordinal);
        Assert.Contains("to the 56 that an example takes (4 x 7 x 2)", text, StringComparison.Ordinal);
        Assert.Equal(
            [
                "product/tiny/float32/cpu/FLOP per second",
                "capture/tiny/float32/cpu/batch 2048/tokens per second",
                "capture/tiny/float32/cpu/batch 2048/share of the matrix rate",
                "capture/tiny/float32/cpu/batch 2048/rival",
                "steering/tiny/float32/cpu/batch 2048/examples per second",
                "steering/tiny/float32/cpu/batch 2048/share of the matrix rate",
                "steering/tiny/float32/cpu/batch 2048/rival",
            ],
            ratios.Keys);
        Assert.All(ratios.Values, ratio => Assert.True(double.IsFinite(ratio) && ratio > 0));
    }

    [Fact]
    public void Run_WithoutARival_SaysSoAndMeasuresTheRest()
    {
        var (text, ratios) = Run(Precision.Bfloat16, folder["no-python"]);
        Assert.Contains($"rival: none: {folder["no-python"]} has no PyTorch", text, StringComparison.Ordinal);
        Assert.Contains("examples/s", text, StringComparison.Ordinal);
        Assert.Equal(5, ratios.Count);
    }

    [Fact]
    public void Run_OnADeviceThatIsNotThere_EndsWithTwo() =>
        Assert.Equal(2, GpuCommand.Run(["--device", "cuda:999", "--shape", ModelSize.TinyGemma.Name]));

    private (string Text, Dictionary<string, double> Ratios) Run(Precision precision, string python)
    {
        var output = new StringWriter();
        var path = folder["ratios.jsonl"];
        using (var log = new RatioLog("Gpu", path))
        {
            var command = new BenchmarkCommand(Quick: true, [1], "", python, null, log);
            GpuMeasurement.Run(new GpuOptions(command, TorchDevice.Cpu, ModelSize.TinyGemma, precision, 2, 3, [2048], null) { Rounds = 1 }, output);
        }

        return (output.ToString(), File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("name").GetString()!, line => line.GetProperty("ratio").GetDouble()));
    }
}
