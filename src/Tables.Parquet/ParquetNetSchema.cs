using Parquet.Schema;

namespace SteerScope.Tables.Parquet;

/// <summary>Translates a table's schema to Parquet.Net's.</summary>
internal static class ParquetNetSchema
{
    public static ParquetSchema From(TableSchema schema) => new(schema.Columns.Select(Field));

    private static Field Field(TableColumn column) => column.Type switch
    {
        ColumnType.Int32 => new DataField<int>(column.Name, column.Nullable),
        ColumnType.Int64 => new DataField<long>(column.Name, column.Nullable),
        ColumnType.Float => new DataField<float>(column.Name, column.Nullable),
        ColumnType.Double => new DataField<double>(column.Name, column.Nullable),
        ColumnType.Boolean => new DataField<bool>(column.Name, column.Nullable),
        ColumnType.String => new DataField<string>(column.Name, column.Nullable),

        // The other constructor names the element after the list, which readers that look for "element" do not find.
        ColumnType.FloatList => new ListField(column.Name, new DataField<float>("element", false)),
        _ => throw new ArgumentException($"Column '{column.Name}' has the unknown type {column.Type}.", nameof(column)),
    };
}
