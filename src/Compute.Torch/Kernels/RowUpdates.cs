using SteerScope.Compute.Torch.Transfers;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>Adds vectors to some rows; must run inside a dispose scope.</summary>
internal static class RowUpdates
{
    /// <summary>x[i] += scale[i] * vectors[vectorRow[i]] where vectorRow[i] is not -1; indices must have been checked.</summary>
    public static void AddScaled(Tensor x, Tensor vectors, long[] vectorRow, IReadOnlyList<float> scale)
    {
        long[] rows = [.. Enumerable.Range(0, vectorRow.Length).Where(row => vectorRow[row] >= 0).Select(row => (long)row)];
        if (rows.Length == 0)
        {
            return;
        }

        var device = x.device;
        long[] chosen = [.. rows.Select(row => vectorRow[row])];
        float[] scales = [.. rows.Select(row => scale[(int)row])];
        var factors = HostMemory.Upload<float>(scales, torch.ScalarType.Float32, device).view(rows.Length, 1); // [R, 1]
        var vector = vectors.shape[0] == 1 ? vectors : vectors.index_select(0, HostMemory.Upload(chosen, device)); // [R or 1, d]
        var added = vector.mul(factors); // [R, d]
        if (rows.Length == vectorRow.Length)
        {
            x.add_(added);
            return;
        }

        // The other rows are not touched at all: x + 0 would lose the sign of a zero.
        var index = HostMemory.Upload(rows, device);
        x.index_copy_(0, index, added.add_(x.index_select(0, index)));
    }
}
