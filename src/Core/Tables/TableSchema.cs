namespace SteerScope.Tables;

/// <summary>A table: its name, its partition keys (folders, not columns in the file) and its columns.</summary>
/// <param name="Name">Folder name under <c>tables/</c>.</param>
/// <param name="PartitionKeys">Hive keys in order, e.g. behaviour, layer.</param>
/// <param name="Columns">Columns in the file, in order.</param>
/// <param name="Description">What a row is.</param>
public sealed record TableSchema(string Name, IReadOnlyList<string> PartitionKeys, IReadOnlyList<TableColumn> Columns, string Description)
{
    /// <summary>Whether a column holds vectors, so that <c>d_model</c> must be in the file's metadata.</summary>
    public bool HasVectors => Columns.Any(column => column.Type == ColumnType.FloatList);
}
