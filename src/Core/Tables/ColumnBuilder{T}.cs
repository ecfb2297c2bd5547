namespace SteerScope.Tables;

/// <summary>Collects the values of one column; made by <see cref="TableDatasetWriter.Column{T}"/>.</summary>
/// <typeparam name="T">The column's element type: int, int?, long, float, double, bool, string, float[] ...</typeparam>
public sealed class ColumnBuilder<T> : ColumnBuilder
{
    private const int FirstCapacity = 256;
    private readonly int _rowsPerGroup;
    private readonly Func<T, T>? _prepare;
    private T[] _values;

    internal ColumnBuilder(TableColumn column, int rowsPerGroup, Func<T, T>? prepare = null)
        : base(column)
    {
        _rowsPerGroup = rowsPerGroup;
        _prepare = prepare;
        _values = new T[Math.Min(FirstCapacity, rowsPerGroup)];
    }

    /// <summary>Sets the column's value in the current row. A vector is copied.</summary>
    /// <exception cref="ArgumentNullException">The value is null and the column is not nullable.</exception>
    /// <exception cref="ArgumentException">A vector has another length than d_model.</exception>
    /// <exception cref="InvalidOperationException">The column has got far more values than rows were ended.</exception>
    public void Add(T value)
    {
        if (value is null && !Column.Nullable)
        {
            throw new ArgumentNullException(nameof(value), $"Column '{Column.Name}' allows no missing values.");
        }

        if (Count == _values.Length)
        {
            Grow();
        }

        _values[Count] = _prepare is null ? value : _prepare(value);
        Count++;
    }

    internal override Array TakeGroup()
    {
        var group = Count == _values.Length ? _values : _values[..Count];
        Count = 0;
        return group;
    }

    private void Grow()
    {
        if (_values.Length >= _rowsPerGroup)
        {
            throw new InvalidOperationException($"Column '{Column.Name}' got another value before the row was ended.");
        }

        Array.Resize(ref _values, Math.Min(_values.Length * 2, _rowsPerGroup));
    }
}
