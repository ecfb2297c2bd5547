namespace SteerScope.Tests.Support.Compute;

/// <summary>A row-major matrix of doubles.</summary>
public sealed class ReferenceTensor(int rows, int columns) : IDisposable
{
    private readonly double[] values = new double[rows * columns];

    /// <summary>Number of rows.</summary>
    public int Rows => rows;

    /// <summary>Number of columns.</summary>
    public int Columns => columns;

    /// <summary>All values, row after row.</summary>
    public Span<double> Values => values;

    /// <summary>One value.</summary>
    public ref double this[int row, int column] => ref values[(row * columns) + column];

    /// <summary>Shape, for messages.</summary>
    public string Shape => $"[{rows}, {columns}]";

    /// <summary>Nothing to free.</summary>
    public void Dispose()
    {
    }
}
