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
        var changed = vectorRow.Count(row => row >= 0);
        if (changed == 0)
        {
            return;
        }

        var device = x.device;
        float[] scales = [.. scale];
        var factors = HostMemory.Upload<float>(scales, torch.ScalarType.Float32, device).view(scales.Length, 1); // [N, 1]
        var added = Chosen(vectors, vectorRow, device).mul(factors); // [N, d]
        if (changed == vectorRow.Length)
        {
            x.add_(added);
            return;
        }

        // The other rows are not touched at all: x + 0 would lose the sign of a zero.
        bool[] touched = [.. vectorRow.Select(row => row >= 0)];
        var mask = HostMemory.Upload<bool>(touched, torch.ScalarType.Bool, device).view(touched.Length, 1); // [N, 1]
        x.copy_(torch.where(mask, added.add_(x), x));
    }

    private static Tensor Chosen(Tensor vectors, long[] vectorRow, torch.Device device)
    {
        if (vectors.shape[0] == 1)
        {
            return vectors;
        }

        long[] rows = [.. vectorRow.Select(row => Math.Max(row, 0))];
        return vectors.index_select(0, HostMemory.Upload(rows, device)); // [N, d]
    }
}
