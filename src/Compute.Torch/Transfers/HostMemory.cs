using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Transfers;

/// <summary>Copies between host memory and tensors, a chunk at a time where it may be much.</summary>
internal static class HostMemory
{
    /// <summary>Elements copied at a time: what a transfer takes on the host beside its source and target.</summary>
    public const int ChunkLength = 1 << 24;

    /// <summary>A tensor [values.Length] on the device.</summary>
    public static Tensor Upload<TValue>(ReadOnlySpan<TValue> values, torch.ScalarType type, torch.Device device)
        where TValue : unmanaged
    {
        var flat = torch.empty(values.Length, type, device);
        for (var first = 0; first < values.Length; first += ChunkLength)
        {
            using var scope = torch.NewDisposeScope();
            var part = values.Slice(first, Math.Min(ChunkLength, values.Length - first));
            var target = flat.narrow(0, first, part.Length);
            if (device.type == DeviceType.CPU)
            {
                part.CopyTo(Span<TValue>(target));
            }
            else
            {
                var staging = torch.empty(part.Length, type);
                part.CopyTo(Span<TValue>(staging));
                target.copy_(staging);
            }
        }

        return flat;
    }

    /// <summary>Indices [values.Length] on the device.</summary>
    public static Tensor Upload(ReadOnlySpan<long> values, torch.Device device) => Upload(values, torch.ScalarType.Int64, device);

    /// <summary>Copies a contiguous tensor to the host.</summary>
    public static void Download<TValue>(Tensor x, Span<TValue> destination)
        where TValue : unmanaged
    {
        using var all = torch.NewDisposeScope();
        var flat = x.view(-1);
        for (var first = 0; first < destination.Length; first += ChunkLength)
        {
            using var scope = torch.NewDisposeScope();
            var part = destination.Slice(first, Math.Min(ChunkLength, destination.Length - first));
            Span<TValue>(flat.narrow(0, first, part.Length).cpu()).CopyTo(part);
        }
    }

    /// <summary>A contiguous float64 tensor on the host.</summary>
    public static double[] Doubles(Tensor x)
    {
        var values = new double[x.NumberOfElements];
        Download(x, values.AsSpan());
        return values;
    }

    /// <summary>The memory of a contiguous host tensor with at least one element; valid as long as the tensor.</summary>
    public static Span<TValue> Span<TValue>(Tensor x)
        where TValue : unmanaged => MemoryMarshal.Cast<byte, TValue>(x.bytes);
}
