using System.Buffers.Binary;

namespace SteerScope.Tests.Support.Parquet;

/// <summary>A data page, taken apart.</summary>
/// <param name="Count">Values with missing ones.</param>
/// <param name="Encoding">Encoding of the values.</param>
/// <param name="Definition">A level per value.</param>
/// <param name="Repetition">A level per value.</param>
/// <param name="Values">The encoded values that are there.</param>
internal sealed record PageLevels(int Count, int Encoding, int[] Definition, int[] Repetition, byte[] Values)
{
    /// <summary>Levels and values compressed together, each kind of level after its length.</summary>
    public static PageLevels Version1(ParquetChunk chunk, ThriftStruct header, byte[] body)
    {
        var data = header.Struct(5);
        var count = data.Int(1);
        ReadOnlySpan<byte> rest = PageCodec.Decompress(chunk.Codec, body, header.Int(2));
        var repetition = Prefixed(ref rest, chunk.Column.MaxRepetition, count);
        var definition = Prefixed(ref rest, chunk.Column.MaxDefinition, count);
        return new PageLevels(count, data.Int(2), definition, repetition, rest.ToArray());
    }

    /// <summary>Levels before the values, not compressed.</summary>
    public static PageLevels Version2(ParquetChunk chunk, ThriftStruct header, byte[] body)
    {
        var data = header.Struct(8);
        var count = data.Int(1);
        var definitionBytes = data.Int(5);
        var repetitionBytes = data.Int(6);
        var levelBytes = definitionBytes + repetitionBytes;
        var isCompressed = !data.Has(7) || (bool)data[7];
        return new PageLevels(
            count,
            data.Int(4),
            Levels(body.AsSpan(repetitionBytes, definitionBytes), chunk.Column.MaxDefinition, count),
            Levels(body.AsSpan(0, repetitionBytes), chunk.Column.MaxRepetition, count),
            isCompressed ? PageCodec.Decompress(chunk.Codec, body[levelBytes..], header.Int(2) - levelBytes) : body[levelBytes..]);
    }

    private static int[] Prefixed(ref ReadOnlySpan<byte> rest, int maximum, int count)
    {
        if (maximum == 0)
        {
            return new int[count];
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var levels = Levels(rest.Slice(sizeof(int), length), maximum, count);
        rest = rest[(sizeof(int) + length)..];
        return levels;
    }

    private static int[] Levels(ReadOnlySpan<byte> bytes, int maximum, int count) =>
        maximum == 0 ? new int[count] : HybridLevels.Read(bytes, HybridLevels.BitWidth(maximum), count);
}
