using System.Globalization;

namespace SteerScope.Compute.Torch;

/// <summary>Where torch computes: <c>cpu</c>, or the CUDA device of an index, <c>cuda:0</c>.</summary>
public readonly record struct TorchDevice
{
    private const string CudaName = "cuda";
    private const string ProviderPrefix = "torch-";

    private readonly int? index;

    private TorchDevice(int? index) => this.index = index;

    /// <summary>The processor.</summary>
    public static TorchDevice Cpu { get; }

    /// <summary>Whether this is a CUDA device.</summary>
    public bool IsCuda => index is not null;

    /// <summary>Index among the CUDA devices that the process sees (CUDA_VISIBLE_DEVICES decides which those are); 0 for the processor.</summary>
    public int Index => index ?? 0;

    /// <summary>The CUDA device of an index, from 0.</summary>
    public static TorchDevice Cuda(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new TorchDevice(index);
    }

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> (the first) or <c>cuda:N</c>; the provider's prefix, <c>torch-cuda:0</c>, may stand before it.</summary>
    /// <exception cref="InputException">The text is none of these.</exception>
    public static TorchDevice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var device = text.StartsWith(ProviderPrefix, StringComparison.Ordinal) ? text[ProviderPrefix.Length..] : text;
        return device switch
        {
            "cpu" => Cpu,
            CudaName => Cuda(0),
            _ when device.StartsWith(CudaName + ":", StringComparison.Ordinal)
                && int.TryParse(device.AsSpan(CudaName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) => Cuda(index),
            _ => throw new InputException($"Device \"{text}\" must be torch-cpu or torch-cuda:N, where N counts from 0."),
        };
    }

    /// <summary>The device as torch names it.</summary>
    public override string ToString() => index is { } cuda ? $"{CudaName}:{cuda}" : "cpu";
}
