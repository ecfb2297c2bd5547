namespace SteerScope.Statistics;

/// <summary>Activations [count, width] on the host, row-major float32: one row per prompt.</summary>
public readonly struct ActivationRows
{
    /// <summary>Wraps values without copying them.</summary>
    /// <exception cref="ArgumentException">The number of values is not count * width.</exception>
    public ActivationRows(ReadOnlyMemory<float> values, int count, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (values.Length != (long)count * width)
        {
            throw new ArgumentException($"{values.Length} values are not {count} rows of {width}.", nameof(values));
        }

        Values = values;
        Count = count;
        Width = width;
    }

    /// <summary>All values, row after row.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Values in a row.</summary>
    public int Width { get; }

    /// <summary>One row, [width].</summary>
    public ReadOnlySpan<float> Row(int row) => Values.Span.Slice(row * Width, Width);

    /// <summary>Copies vectors in double into rows of float32.</summary>
    /// <exception cref="ArgumentException">The vectors differ in width, or there is none.</exception>
    public static ActivationRows Of(IReadOnlyList<double[]> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Count == 0 || vectors.Any(vector => vector.Length != vectors[0].Length))
        {
            throw new ArgumentException("Rows need vectors of one width.", nameof(vectors));
        }

        var values = vectors.SelectMany(vector => vector).Select(value => (float)value).ToArray();
        return new ActivationRows(values, vectors.Count, vectors[0].Length);
    }

    /// <summary>Element-wise sum over the rows, in double, in their order.</summary>
    public VectorSums Sums()
    {
        var sums = new VectorSums(Width);
        for (var row = 0; row < Count; row++)
        {
            sums.Add(Row(row));
        }

        return sums;
    }
}
