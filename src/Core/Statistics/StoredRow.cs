namespace SteerScope.Statistics;

/// <summary>A row of a stored matrix: in place where it is stored as float32, else widened to double.</summary>
internal readonly ref struct StoredRow(ReadOnlySpan<float> stored, ReadOnlySpan<double> widened)
{
    private readonly ReadOnlySpan<float> stored = stored;
    private readonly ReadOnlySpan<double> widened = widened;

    /// <summary>Number of values.</summary>
    public int Length => stored.Length + widened.Length;

    /// <summary>Inner product with x.</summary>
    public double Dot(ReadOnlySpan<double> x) => stored.IsEmpty ? VectorMath.Dot(x, widened) : VectorMath.Dot(x, stored);

    /// <summary>Euclidean norm.</summary>
    public double Norm() => Math.Sqrt(stored.IsEmpty ? VectorMath.Dot(widened, widened) : VectorMath.SumOfSquares(stored));

    /// <summary>Copies the values, widened.</summary>
    public void CopyTo(Span<double> destination)
    {
        if (stored.IsEmpty)
        {
            widened.CopyTo(destination);
            return;
        }

        for (var i = 0; i < stored.Length; i++)
        {
            destination[i] = stored[i];
        }
    }
}

/// <summary>Handles one row of a stored matrix.</summary>
internal delegate void StoredRowHandler(int index, StoredRow row);
