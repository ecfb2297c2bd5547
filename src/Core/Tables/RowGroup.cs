namespace SteerScope.Tables;

/// <summary>What every format asks of a row group before it writes a byte, and how large groups are.</summary>
public static class RowGroup
{
    private const long TargetBytes = 64L << 20;

    /// <summary>DuckDB's smallest vector: fewer rows per group slow every reader down.</summary>
    private const int FewestRows = 2_048;

    /// <summary>DuckDB's default group size.</summary>
    private const int MostRows = 122_880;

    /// <summary>A guess at a short text with its length prefix; identifiers repeat and compress well.</summary>
    private const int TextBytes = 32;

    /// <summary>Rows per group: 64 MiB of plain values, but never fewer than 2,048 nor more than 122,880 rows.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="dModel">Floats per vector; 0 where there are none.</param>
    public static int RowsFor(TableSchema schema, int dModel)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfNegative(dModel);
        var bytes = schema.Columns.Sum(column => BytesPerValue(column.Type, dModel));
        return (int)Math.Clamp(TargetBytes / Math.Max(bytes, 1), FewestRows, MostRows);
    }

    /// <summary>Checks that <paramref name="columns"/> fits <paramref name="schema"/> and returns how many rows it has.</summary>
    /// <exception cref="ArgumentException">The number of arrays, a type or a length is wrong, or a value is missing where none may be.</exception>
    public static int Check(TableSchema schema, IReadOnlyList<Array> columns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count != schema.Columns.Count)
        {
            throw new ArgumentException($"Table '{schema.Name}' has {schema.Columns.Count} columns; {columns.Count} arrays were given.", nameof(columns));
        }

        var rows = columns.Count == 0 ? 0 : columns[0]?.Length ?? 0;
        for (var i = 0; i < columns.Count; i++)
        {
            Check(schema, schema.Columns[i], columns[i], rows);
        }

        return rows;
    }

    private static void Check(TableSchema schema, TableColumn column, Array? values, int rows)
    {
        var name = $"Column '{column.Name}' of table '{schema.Name}'";
        if (values is null || values.GetType().GetElementType() != column.ElementType)
        {
            throw new ArgumentException($"{name} takes {column.ElementType}[]; {values?.GetType().ToString() ?? "null"} was given.");
        }

        if (values.Length != rows)
        {
            throw new ArgumentException($"{name} has {values.Length} values; the first column has {rows}.");
        }

        if (!column.Nullable && values is object?[] references && Array.IndexOf(references, null) is var missing and >= 0)
        {
            throw new ArgumentException($"{name} has no value in row {missing}, and allows no missing ones.");
        }
    }

    private static long BytesPerValue(ColumnType type, int dModel) => type switch
    {
        ColumnType.Boolean => 1,
        ColumnType.Int32 or ColumnType.Float => sizeof(int),
        ColumnType.Int64 or ColumnType.Double => sizeof(long),
        ColumnType.FloatList => (long)sizeof(float) * dModel,
        _ => TextBytes,
    };
}
