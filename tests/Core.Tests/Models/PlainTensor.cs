namespace SteerScope.Core.Tests.Models;

/// <summary>A matrix of doubles that refuses to be used or freed after it was freed.</summary>
internal sealed class PlainTensor(int rows, int columns, HashSet<IDisposable> alive) : IDisposable
{
    private readonly double[] values = new double[rows * columns];

    public int Rows => rows;

    public int Columns => columns;

    public double[] Values => alive.Contains(this) ? values : throw new ObjectDisposedException(nameof(PlainTensor));

    public double this[int row, int column]
    {
        get => Values[(row * columns) + column];
        set => Values[(row * columns) + column] = value;
    }

    public void Dispose()
    {
        if (!alive.Remove(this))
        {
            throw new ObjectDisposedException(nameof(PlainTensor), "freed twice");
        }
    }
}
