namespace SteerScope.Tables.Portable.Format;

/// <summary>A node of the schema, which the footer lists depth first.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Physical type; null for a group.</param>
/// <param name="Repetition">Required, optional or repeated; null for the root.</param>
/// <param name="Children">How many children follow; 0 for a leaf.</param>
/// <param name="ConvertedType">Older name of the logical type; null where there is none.</param>
/// <param name="LogicalType">Field id in the union LogicalType; null where there is none.</param>
internal sealed record SchemaElement(string Name, PhysicalType? Type, int? Repetition, int Children, int? ConvertedType = null, int? LogicalType = null)
{
    /// <summary>The schema of a table.</summary>
    public static IEnumerable<SchemaElement> Tree(TableSchema schema) =>
        [new("schema", null, null, schema.Columns.Count), .. schema.Columns.SelectMany(Column)];

    public void Write(ThriftWriter writer)
    {
        if (Type is { } type)
        {
            writer.I32(1, (int)type);
        }

        if (Repetition is { } repetition)
        {
            writer.I32(3, repetition);
        }

        writer.Text(4, Name);
        if (Children > 0 || Type is null)
        {
            writer.I32(5, Children);
        }

        if (ConvertedType is { } converted)
        {
            writer.I32(6, converted);
        }

        if (LogicalType is { } logical)
        {
            writer.Struct(10, union => union.Struct(logical, _ => { }));
        }
    }

    private static SchemaElement[] Column(TableColumn column)
    {
        var repetition = column.Nullable ? ParquetCode.Optional : ParquetCode.Required;
        return column.Type switch
        {
            ColumnType.Int32 => [new(column.Name, PhysicalType.Int32, repetition, 0)],
            ColumnType.Int64 => [new(column.Name, PhysicalType.Int64, repetition, 0)],
            ColumnType.Float => [new(column.Name, PhysicalType.Float, repetition, 0)],
            ColumnType.Double => [new(column.Name, PhysicalType.Double, repetition, 0)],
            ColumnType.Boolean => [new(column.Name, PhysicalType.Boolean, repetition, 0)],
            ColumnType.String => [new(column.Name, PhysicalType.ByteArray, repetition, 0, ParquetCode.ConvertedUtf8, ParquetCode.LogicalString)],

            // Optional whether or not the column is nullable: the full build's writer knows no other list, and both write one schema.
            ColumnType.FloatList =>
            [
                new(column.Name, null, ParquetCode.Optional, 1, ParquetCode.ConvertedList, ParquetCode.LogicalList),
                new("list", null, ParquetCode.Repeated, 1),
                new("element", PhysicalType.Float, ParquetCode.Required, 0),
            ],
            _ => throw new ArgumentException($"Column '{column.Name}' has the unknown type {column.Type}.", nameof(column)),
        };
    }
}
