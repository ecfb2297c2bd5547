namespace SteerScope.Tables;

/// <summary>Type of a table's column.</summary>
public enum ColumnType
{
    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>binary32.</summary>
    Float,

    /// <summary>binary64.</summary>
    Double,

    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>LIST of binary32, all of one length per file (d_model in the file's metadata).</summary>
    FloatList,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">snake_case, as in docs/tables.md.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether a value may be missing.</param>
/// <param name="Description">One line for docs and readers, with the unit.</param>
public sealed record TableColumn(string Name, ColumnType Type, bool Nullable, string Description);

/// <summary>A table: its name, its partition keys (folders, not columns in the file) and its columns.</summary>
/// <param name="Name">Folder name under <c>tables/</c>.</param>
/// <param name="PartitionKeys">Hive keys in order, e.g. behaviour, layer.</param>
/// <param name="Columns">Columns in the file, in order.</param>
/// <param name="Description">What a row is.</param>
public sealed record TableSchema(string Name, IReadOnlyList<string> PartitionKeys, IReadOnlyList<TableColumn> Columns, string Description);
