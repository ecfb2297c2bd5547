namespace SteerScope.Tables.Portable.Format;

/// <summary>Where a column chunk lies and what it holds: what the footer says about it.</summary>
/// <param name="Type">Physical type.</param>
/// <param name="Path">Path of the leaf in the schema.</param>
/// <param name="Values">Values with missing ones; elements for lists.</param>
/// <param name="Offset">Where its first page header starts.</param>
/// <param name="UncompressedBytes">Pages and their headers before compression.</param>
/// <param name="CompressedBytes">The same as on the disk.</param>
/// <param name="Statistics">Null for lists.</param>
internal sealed record ColumnChunk(
    PhysicalType Type,
    IReadOnlyList<string> Path,
    long Values,
    long Offset,
    long UncompressedBytes,
    long CompressedBytes,
    ColumnStatistics? Statistics);
