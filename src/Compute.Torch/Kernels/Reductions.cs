using SteerScope.Compute.Torch.Transfers;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>Reductions in float64 on the device; so many rows at a time that the widened copy stays small. Must run inside a dispose scope.</summary>
/// <remarks>Torch cuts a reduction to a single value by the number of threads, so that one thread computes it.</remarks>
internal static class Reductions
{
    /// <summary>Elements widened at a time.</summary>
    private const int ChunkLength = 1 << 24;

    /// <summary>Euclidean norms of rows.</summary>
    public static double[] RowNorms(Tensor x, int threads) => PerRow(x, threads, rows => rows.mul(rows).sum([1L]).sqrt());

    /// <summary>log(sum(exp(row))).</summary>
    public static double[] LogSumExp(Tensor x, int threads) => PerRow(x, threads, rows => rows.logsumexp(1));

    /// <summary>Sums of columns over rows, whose indices must have been checked.</summary>
    public static double[] ColumnSums(Tensor x, long[] rows, int threads)
    {
        var columns = x.shape[1];
        var sums = torch.zeros(columns, torch.ScalarType.Float64, x.device);
        var atOnce = AtOnce(columns);
        for (var first = 0; first < rows.Length; first += atOnce)
        {
            using var scope = torch.NewDisposeScope();
            var chosen = rows.AsSpan(first, Math.Min(atOnce, rows.Length - first));
            var wide = x.index_select(0, HostMemory.Upload(chosen, x.device)).to(torch.ScalarType.Float64);

            // sum(0) would be the sum of everything as an element type: 0 converts to the enumeration.
            sums.add_(columns == 1 ? Tiles.Alone(threads, () => wide.sum([0L])) : wide.sum([0L]));
        }

        return HostMemory.Doubles(sums);
    }

    private static double[] PerRow(Tensor x, int threads, Func<Tensor, Tensor> reduce)
    {
        var (rows, columns) = ((int)x.shape[0], x.shape[1]);
        var results = torch.empty(rows, torch.ScalarType.Float64, x.device);
        var atOnce = AtOnce(columns);
        for (var first = 0; first < rows; first += atOnce)
        {
            using var scope = torch.NewDisposeScope();
            var count = Math.Min(atOnce, rows - first);
            var wide = x.narrow(0, first, count).to(torch.ScalarType.Float64);
            results.narrow(0, first, count).copy_(count == 1 ? Tiles.Alone(threads, () => reduce(wide)) : reduce(wide));
        }

        return HostMemory.Doubles(results);
    }

    private static int AtOnce(long columns) => (int)Math.Max(1, ChunkLength / Math.Max(1, columns));
}
