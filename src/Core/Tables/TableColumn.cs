namespace SteerScope.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">snake_case, as in docs/tables.md.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether a value may be missing.</param>
/// <param name="Description">One line for docs and readers, with the unit.</param>
public sealed record TableColumn(string Name, ColumnType Type, bool Nullable, string Description)
{
    /// <summary>Type of the elements of an array that holds this column: int, int?, string, float[] ...</summary>
    public Type ElementType => (Type, Nullable) switch
    {
        (ColumnType.Int32, false) => typeof(int),
        (ColumnType.Int32, true) => typeof(int?),
        (ColumnType.Int64, false) => typeof(long),
        (ColumnType.Int64, true) => typeof(long?),
        (ColumnType.Float, false) => typeof(float),
        (ColumnType.Float, true) => typeof(float?),
        (ColumnType.Double, false) => typeof(double),
        (ColumnType.Double, true) => typeof(double?),
        (ColumnType.Boolean, false) => typeof(bool),
        (ColumnType.Boolean, true) => typeof(bool?),
        (ColumnType.String, _) => typeof(string),
        (ColumnType.FloatList, _) => typeof(float[]),
        _ => throw new InvalidOperationException($"Column '{Name}' has the unknown type {Type}."),
    };
}
