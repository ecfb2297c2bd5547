namespace SteerScope.Compute.Torch.Kernels;

/// <summary>
/// How products are cut into tiles: by their shapes alone, never by the number of threads. A tile is small enough that there is
/// work for many threads, large enough that calling a kernel costs little beside it, and about as high as it is wide, so that a
/// kernel reads little for what it multiplies.
/// </summary>
internal static class ProductTiling
{
    /// <summary>Multiplications of a tile: at least, and at most.</summary>
    private const long MinWork = 1 << 22, MaxWork = 1 << 27;

    /// <summary>Tiles that a product of medium size is cut into.</summary>
    private const long Parts = 32;

    /// <summary>Columns of a tile are a multiple of this, so that every tile begins at a cache line.</summary>
    private const long ColumnStep = 64;

    /// <summary>Tiles of [n, k] times [k, m].</summary>
    public static List<ProductTile> Linear(long rows, long inner, long columns)
    {
        var area = Math.Max(1, Work(rows, inner, columns) / Math.Max(1, inner));
        var tileRows = Even(rows, Math.Sqrt(area));
        var tileColumns = Math.Max(ColumnStep, area / Math.Max(1, tileRows) / ColumnStep * ColumnStep);
        return Cut(rows, tileRows, columns, tileColumns);
    }

    /// <summary>Tiles of B products [n, k] times [k, m]; each holds some rows of some matrices.</summary>
    public static List<ProductTile> Batched(long batch, long rows, long inner, long columns)
    {
        var wanted = Work(batch * rows, inner, columns) / Math.Max(1, inner * columns);
        var tileRows = Even(rows, wanted);
        return Cut(rows, tileRows, batch, Math.Max(1, wanted / Math.Max(1, tileRows)));
    }

    private static long Work(long rows, long inner, long columns) =>
        (long)Math.Clamp((double)rows * inner * columns / Parts, MinWork, MaxWork);

    /// <summary>About <paramref name="wanted"/> rows, such that all tiles but the last have as many.</summary>
    private static long Even(long rows, double wanted)
    {
        var count = Math.Max(1, (long)Math.Round(rows / Math.Max(1, wanted)));
        return (rows + count - 1) / count;
    }

    private static List<ProductTile> Cut(long rows, long tileRows, long others, long tileOthers)
    {
        List<ProductTile> tiles = [];
        for (long row = 0; row < rows; row += tileRows)
        {
            for (long first = 0; first < others; first += tileOthers)
            {
                tiles.Add(new ProductTile(row, Math.Min(tileRows, rows - row), first, Math.Min(tileOthers, others - first)));
            }
        }

        return tiles;
    }
}
