using SteerScope.Compute.Torch;
using SteerScope.Devices;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;

namespace SteerScope.GpuBenchmark;

/// <summary>What is measured.</summary>
/// <param name="Command">What every benchmark is told.</param>
/// <param name="Device">Where it computes.</param>
/// <param name="Size">The model.</param>
/// <param name="Precision">Of the weights and the products.</param>
/// <param name="Examples">Examples of the steering sweep.</param>
/// <param name="Pairs">Pairs of the capture.</param>
/// <param name="BatchTokens">Tokens of a forward pass, each measured.</param>
/// <param name="Folder">Where the model is kept; null for a temporary folder.</param>
internal sealed record GpuOptions(
    BenchmarkCommand Command,
    TorchDevice Device,
    ModelSize Size,
    Precision Precision,
    int Examples,
    int Pairs,
    IReadOnlyList<int> BatchTokens,
    string? Folder)
{
    /// <summary>Threads of an operation on the processor.</summary>
    public int Threads => Command.Threads[0];

    /// <summary>Rounds of turns: a turn takes long here.</summary>
    public int Rounds { get; init; } = Command.Quick ? 3 : 5;

    /// <summary>Side of the square matrices whose product is the yardstick.</summary>
    public int ProductSide => Device.IsCuda ? 8192 : 512;

    /// <summary>What ratios are called by.</summary>
    public string Name => $"{Size.Name}/{SnakeCase.Of(Precision)}/{Device}";
}
