namespace SteerScope.Tables.Portable.Format;

/// <summary>A row group as the footer lists it.</summary>
internal sealed record RowGroupEntry(long Rows, IReadOnlyList<ColumnChunk> Columns);
