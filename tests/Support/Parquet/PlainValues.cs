using System.Buffers.Binary;
using System.Text;

namespace SteerScope.Tests.Support.Parquet;

/// <summary>Decodes PLAIN and BYTE_STREAM_SPLIT values (Encodings.md) to boxed int, long, float, double, bool, string.</summary>
internal static class PlainValues
{
    public static object[] Plain(ParquetColumn column, ReadOnlySpan<byte> bytes, int count)
    {
        var values = new object[count];
        if (column.Type == "BOOLEAN")
        {
            for (var i = 0; i < count; i++)
            {
                values[i] = (bytes[i / 8] >> (i % 8) & 1) == 1;
            }

            return values;
        }

        for (var i = 0; i < count; i++)
        {
            var width = Width(column);
            if (column.Type == "BYTE_ARRAY")
            {
                width = BinaryPrimitives.ReadInt32LittleEndian(bytes);
                bytes = bytes[sizeof(int)..];
            }

            values[i] = One(column, bytes[..width]);
            bytes = bytes[width..];
        }

        return bytes.IsEmpty ? values : throw new InvalidDataException($"A page of '{column.Name}' has {bytes.Length} bytes after its last value.");
    }

    public static object[] ByteStreamSplit(ParquetColumn column, ReadOnlySpan<byte> bytes, int count)
    {
        var width = Width(column);
        if (width == 0 || bytes.Length != width * count)
        {
            throw new InvalidDataException($"A split page of '{column.Name}' has {bytes.Length} bytes for {count} values.");
        }

        var joined = new byte[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            joined[(i % count * width) + (i / count)] = bytes[i];
        }

        return Plain(column, joined, count);
    }

    /// <summary>A value as statistics hold it: a BYTE_ARRAY without its length.</summary>
    public static object Bound(ParquetColumn column, ReadOnlySpan<byte> bytes) => column.Type == "BOOLEAN" ? bytes[0] == 1 : One(column, bytes);

    private static object One(ParquetColumn column, ReadOnlySpan<byte> bytes) => column.Type switch
    {
        "INT32" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "INT64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "FLOAT" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "DOUBLE" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "BYTE_ARRAY" => Encoding.UTF8.GetString(bytes),
        _ => throw new InvalidDataException($"Column '{column.Name}' has the type {column.Type}, which this reader does not know."),
    };

    private static int Width(ParquetColumn column) => column.Type switch
    {
        "INT32" or "FLOAT" => sizeof(int),
        "INT64" or "DOUBLE" => sizeof(long),
        _ => 0,
    };
}
