namespace SteerScope.Tables;

/// <summary>Collects the values of one column of a table until a row group is full.</summary>
public abstract class ColumnBuilder
{
    private protected ColumnBuilder(TableColumn column)
    {
        Column = column;
    }

    /// <summary>The column.</summary>
    public TableColumn Column { get; }

    /// <summary>Values in the current row group.</summary>
    internal int Count { get; private protected set; }

    /// <summary>A builder of the column's type.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rowsPerGroup">How many values it can hold.</param>
    /// <param name="dModel">Length that every list must have.</param>
    internal static ColumnBuilder For(TableColumn column, int rowsPerGroup, int dModel) => (column.Type, column.Nullable) switch
    {
        (ColumnType.Int32, false) => new ColumnBuilder<int>(column, rowsPerGroup),
        (ColumnType.Int32, true) => new ColumnBuilder<int?>(column, rowsPerGroup),
        (ColumnType.Int64, false) => new ColumnBuilder<long>(column, rowsPerGroup),
        (ColumnType.Int64, true) => new ColumnBuilder<long?>(column, rowsPerGroup),
        (ColumnType.Float, false) => new ColumnBuilder<float>(column, rowsPerGroup),
        (ColumnType.Float, true) => new ColumnBuilder<float?>(column, rowsPerGroup),
        (ColumnType.Double, false) => new ColumnBuilder<double>(column, rowsPerGroup),
        (ColumnType.Double, true) => new ColumnBuilder<double?>(column, rowsPerGroup),
        (ColumnType.Boolean, false) => new ColumnBuilder<bool>(column, rowsPerGroup),
        (ColumnType.Boolean, true) => new ColumnBuilder<bool?>(column, rowsPerGroup),
        (ColumnType.String, _) => new ColumnBuilder<string?>(column, rowsPerGroup),
        (ColumnType.FloatList, _) => new ColumnBuilder<float[]?>(column, rowsPerGroup, values => CopyVector(column, values, dModel)),
        _ => throw new ArgumentException($"Column '{column.Name}' has the unknown type {column.Type}.", nameof(column)),
    };

    /// <summary>The values of the group, which starts again empty; the array is reused once the group is written.</summary>
    internal abstract Array TakeGroup();

    /// <summary>A copy, because callers compute one vector after another in the same buffer.</summary>
    private static float[]? CopyVector(TableColumn column, float[]? values, int dModel)
    {
        if (values is not null && values.Length != dModel)
        {
            throw new ArgumentException($"Column '{column.Name}' takes vectors of d_model = {dModel} floats; one of {values.Length} was given.", nameof(values));
        }

        return values?.AsSpan().ToArray();
    }
}
