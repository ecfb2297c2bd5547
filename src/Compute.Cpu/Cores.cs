namespace SteerScope.Compute.Cpu;

/// <summary>
/// Spreads the independent pieces of one operation over cores. Who computes a piece never shows in its result.
/// </summary>
internal sealed class Cores
{
    /// <summary>Below so many values an element-wise operation is not worth a second core.</summary>
    private const int ValuesPerPiece = 1 << 15;

    private readonly ParallelOptions options;

    /// <summary>Creates the spreader for at most <paramref name="count"/> cores.</summary>
    public Cores(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        options = new ParallelOptions { MaxDegreeOfParallelism = count };
    }

    /// <summary>How many cores one operation may use.</summary>
    public int Count { get; }

    /// <summary>Runs every piece once; on the calling thread in order when there is one core.</summary>
    public void For(int pieces, Action<int> piece)
    {
        if (Count == 1 || pieces <= 1)
        {
            for (var index = 0; index < pieces; index++)
            {
                piece(index);
            }

            return;
        }

        Parallel.For(0, pieces, options, piece);
    }

    /// <summary>Cuts rows into runs (first, count) that are worth a core each.</summary>
    public void ForRows(int rows, int columns, Action<int, int> run)
    {
        if (rows == 0)
        {
            return;
        }

        var worthwhile = (int)Math.Min((((long)rows * columns) / ValuesPerPiece) + 1, Count);
        var pieces = Math.Min(worthwhile, rows);
        For(pieces, piece =>
        {
            var first = (int)((long)rows * piece / pieces);
            run(first, (int)((long)rows * (piece + 1) / pieces) - first);
        });
    }
}
