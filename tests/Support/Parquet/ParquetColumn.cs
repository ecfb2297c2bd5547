namespace SteerScope.Tests.Support.Parquet;

/// <summary>A column of a Parquet file: a flat value or a LIST of a flat value.</summary>
/// <param name="Name">Name of the column (the list's, not the element's).</param>
/// <param name="Path">Path of the leaf.</param>
/// <param name="Type">Physical type of the leaf, e.g. INT32.</param>
/// <param name="IsNullable">Whether the column itself is optional.</param>
/// <param name="IsList">Whether it is a LIST.</param>
/// <param name="IsText">Whether both annotations say UTF-8 text.</param>
/// <param name="MaxDefinition">Definition level of a value that is there.</param>
/// <param name="MaxRepetition">1 for lists.</param>
/// <param name="Shape">Repetition and name of every node from the column to the leaf, e.g. "optional v (LIST) > repeated list > required element".</param>
public sealed record ParquetColumn(
    string Name,
    string Path,
    string Type,
    bool IsNullable,
    bool IsList,
    bool IsText,
    int MaxDefinition,
    int MaxRepetition,
    string Shape);
