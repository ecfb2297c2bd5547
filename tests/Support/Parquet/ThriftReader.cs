using System.Buffers.Binary;

namespace SteerScope.Tests.Support.Parquet;

/// <summary>Reads Thrift's compact protocol without knowing the structs (thrift-compact-protocol.md).</summary>
public ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public ThriftStruct ReadStruct()
    {
        var result = new ThriftStruct();
        var field = 0;
        for (var header = Byte(); header != 0; header = Byte())
        {
            var delta = header >> 4;
            field = delta > 0 ? field + delta : checked((int)ZigZag());
            var type = header & 0xF;
            result[field] = type switch { 1 => true, 2 => false, _ => Value(type) };
        }

        return result;
    }

    private object Value(int type) => type switch
    {
        3 => (long)(sbyte)Byte(),
        4 or 5 or 6 => ZigZag(),
        7 => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))),
        8 => Take(checked((int)VarInt())).ToArray(),
        9 or 10 => List(),
        12 => ReadStruct(),
        _ => throw new InvalidDataException($"Thrift type {type} at byte {Position} is unknown."),
    };

    private List<object> List()
    {
        var header = Byte();
        var count = header >> 4 == 0xF ? checked((int)VarInt()) : header >> 4;
        var type = header & 0xF;
        var items = new List<object>();
        for (var i = 0; i < count; i++)
        {
            items.Add(type is 1 or 2 ? Byte() == 1 : Value(type));
        }

        return items;
    }

    private long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - Position)
        {
            throw new InvalidDataException($"The Thrift data ends at byte {_bytes.Length}; {count} more were expected at {Position}.");
        }

        Position += count;
        return _bytes.Slice(Position - count, count);
    }
}
