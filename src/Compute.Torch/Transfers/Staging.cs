using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Transfers;

/// <summary>
/// Host memory through which weights go to a device, a buffer per element type that is filled again and again. For CUDA it is
/// page-locked, so that the device reads it without another copy.
/// </summary>
internal sealed class Staging(torch.Device device) : IDisposable
{
    private readonly Dictionary<torch.ScalarType, Tensor> buffers = [];

    /// <summary>A matrix in the buffer; what it held is lost. Must run inside a dispose scope.</summary>
    public Tensor Take(long rows, long columns, torch.ScalarType type)
    {
        var count = rows * columns;
        if (device.type == DeviceType.CPU)
        {
            return torch.empty(rows, columns, type);
        }

        if (!buffers.TryGetValue(type, out var buffer) || buffer.NumberOfElements < count)
        {
            buffer?.Dispose();
            buffers[type] = buffer = torch.empty(count, type).pin_memory().DetachFromDisposeScope();
        }

        return buffer.narrow(0, 0, count).view(rows, columns);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in buffers.Values)
        {
            buffer.Dispose();
        }

        buffers.Clear();
    }
}
