using System.Runtime.ExceptionServices;
using SteerScope.Compute.Torch.Runtime;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>Computes tiles side by side, each on one thread of torch.</summary>
internal static class Tiles
{
    /// <summary>Computes all tiles; what a tile makes is freed at its end.</summary>
    public static void Run(IReadOnlyList<ProductTile> tiles, int threads, Action<ProductTile> compute)
    {
        if (threads == 1 || tiles.Count <= 1)
        {
            foreach (var tile in tiles)
            {
                Single(tile, compute);
            }
        }
        else
        {
            Parallelly(tiles, threads, compute);
        }

        TorchThreads.Use(threads);
    }

    /// <summary>Computes with one thread.</summary>
    public static T Alone<T>(int threads, Func<T> compute)
    {
        TorchThreads.Use(1);
        var result = compute();
        TorchThreads.Use(threads);
        return result;
    }

    private static void Parallelly(IReadOnlyList<ProductTile> tiles, int threads, Action<ProductTile> compute)
    {
        try
        {
            Parallel.For(0, tiles.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => Single(tiles[i], compute));
        }
        catch (AggregateException exception)
        {
            // What one tile says is what the product would have said.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private static void Single(ProductTile tile, Action<ProductTile> compute)
    {
        using var scope = new OpScope(1);
        compute(tile);
    }
}
