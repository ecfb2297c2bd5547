namespace SteerScope.Tests.Support.Parquet;

/// <summary>What the footer says about a column chunk.</summary>
/// <param name="Column">The column.</param>
/// <param name="Codec">Number of the compression codec.</param>
/// <param name="Values">Values with missing ones.</param>
/// <param name="Offset">Where the first page header starts.</param>
/// <param name="CompressedBytes">Pages and their headers.</param>
/// <param name="UncompressedBytes">The same before compression.</param>
/// <param name="NullCount">Missing values; null where it was not counted.</param>
/// <param name="Min">Smallest value; null where none was given.</param>
/// <param name="Max">Largest value; null where none was given.</param>
public sealed record ParquetChunk(
    ParquetColumn Column,
    int Codec,
    long Values,
    long Offset,
    long CompressedBytes,
    long UncompressedBytes,
    long? NullCount,
    object? Min,
    object? Max)
{
    internal static ParquetChunk Read(ParquetColumn column, ThriftStruct chunk)
    {
        var meta = chunk.Struct(3);
        var path = string.Join('.', meta.Items(3).Select(part => System.Text.Encoding.UTF8.GetString((byte[])part)));
        if (path != column.Path)
        {
            throw new InvalidDataException($"The chunk of '{column.Path}' says it is '{path}'.");
        }

        var statistics = meta.Has(12) ? meta.Struct(12) : new ThriftStruct();
        var first = meta.Has(11) ? Math.Min(meta.Long(9), meta.Long(11)) : meta.Long(9);
        return new ParquetChunk(
            column,
            meta.Int(4),
            meta.Long(5),
            first,
            meta.Long(7),
            meta.Long(6),
            statistics.Has(3) ? statistics.Long(3) : null,
            Bound(column, statistics.BytesOrNull(6)),
            Bound(column, statistics.BytesOrNull(5)));
    }

    private static object? Bound(ParquetColumn column, byte[]? bytes) =>
        bytes is null ? null : PlainValues.Bound(column, bytes);
}
