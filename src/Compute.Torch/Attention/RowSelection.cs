using SteerScope.Compute.Torch.Transfers;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Rows to take of a matrix: a run of them without copying, or any by an index on the device.</summary>
internal sealed class RowSelection : IDisposable
{
    private readonly long first;
    private readonly long count;
    private readonly Tensor? index;

    /// <summary>Selects; the index, if one is needed, stays out of every dispose scope.</summary>
    public RowSelection(ReadOnlySpan<long> rows, torch.Device device)
    {
        count = rows.Length;
        first = count == 0 ? 0 : rows[0];
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i] != first + i)
            {
                index = HostMemory.Upload(rows, device).DetachFromDisposeScope();
                return;
            }
        }
    }

    /// <summary>No rows.</summary>
    public static RowSelection None => new([], torch.CPU);

    /// <summary>The rows, in order; it may share memory with <paramref name="matrix"/>.</summary>
    public Tensor Of(Tensor matrix) => index is null ? matrix.narrow(0, first, count) : matrix.index_select(0, index);

    /// <summary>Frees the index.</summary>
    public void Dispose() => index?.Dispose();
}
