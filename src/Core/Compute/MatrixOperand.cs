namespace SteerScope.Compute;

/// <summary>A row-major float32 matrix on the host, or its transpose, as one side of a product. Nothing is copied.</summary>
public readonly ref struct MatrixOperand
{
    /// <summary>A matrix as it lies.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows * columns.</exception>
    public MatrixOperand(ReadOnlySpan<float> values, int rows, int columns)
        : this(values, rows, columns, transposed: false)
    {
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"[{values.Length}] values do not fill [{rows}, {columns}].", nameof(values));
        }
    }

    private MatrixOperand(ReadOnlySpan<float> values, int rows, int columns, bool transposed)
    {
        Values = values;
        Rows = rows;
        Columns = columns;
        IsTransposed = transposed;
    }

    /// <summary>The values as they are stored: [Rows, Columns], or [Columns, Rows] where <see cref="IsTransposed"/>.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Rows of the operand.</summary>
    public int Rows { get; }

    /// <summary>Columns of the operand.</summary>
    public int Columns { get; }

    /// <summary>Whether it is the transpose of what is stored.</summary>
    public bool IsTransposed { get; }

    /// <summary>The transpose.</summary>
    public MatrixOperand Transpose() => new(Values, Columns, Rows, !IsTransposed);
}
