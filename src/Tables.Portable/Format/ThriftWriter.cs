using System.Buffers;
using System.Text;

namespace SteerScope.Tables.Portable.Format;

/// <summary>
/// Writes Thrift structs in the compact protocol: a field header holds the distance to the previous field's id, integers are
/// zigzag varints, a struct ends with a zero byte.
/// </summary>
internal sealed class ThriftWriter
{
    private const int LongestShortList = 14;
    private const int LongestShortDelta = 15;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<int> _outerFields = new();
    private int _lastField;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void I16(int field, short value)
    {
        Header(field, ThriftType.I16);
        ZigZag(value);
    }

    public void I32(int field, int value)
    {
        Header(field, ThriftType.I32);
        ZigZag(value);
    }

    public void I64(int field, long value)
    {
        Header(field, ThriftType.I64);
        ZigZag(value);
    }

    public void Text(int field, string value)
    {
        Header(field, ThriftType.Binary);
        Text(value);
    }

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Header(field, ThriftType.Binary);
        VarInt((ulong)value.Length);
        _bytes.Write(value);
    }

    public void Struct(int field, Action<ThriftWriter> body)
    {
        Header(field, ThriftType.Struct);
        Struct(body);
    }

    /// <summary>A struct that is not a field: the root, or an element of a list.</summary>
    public void Struct(Action<ThriftWriter> body)
    {
        _outerFields.Push(_lastField);
        _lastField = 0;
        body(this);
        Byte(0);
        _lastField = _outerFields.Pop();
    }

    public void Structs<T>(int field, IReadOnlyList<T> items, Action<ThriftWriter, T> body)
    {
        ListHeader(field, ThriftType.Struct, items.Count);
        foreach (var item in items)
        {
            Struct(writer => body(writer, item));
        }
    }

    public void Integers(int field, IReadOnlyList<int> items)
    {
        ListHeader(field, ThriftType.I32, items.Count);
        foreach (var item in items)
        {
            ZigZag(item);
        }
    }

    public void Texts(int field, IReadOnlyList<string> items)
    {
        ListHeader(field, ThriftType.Binary, items.Count);
        foreach (var item in items)
        {
            Text(item);
        }
    }

    private void Header(int field, ThriftType type)
    {
        var delta = field - _lastField;
        if (delta is > 0 and <= LongestShortDelta)
        {
            Byte((byte)(delta << 4 | (int)type));
        }
        else
        {
            Byte((byte)type);
            ZigZag(field);
        }

        _lastField = field;
    }

    private void ListHeader(int field, ThriftType type, int count)
    {
        Header(field, ThriftType.List);
        if (count <= LongestShortList)
        {
            Byte((byte)(count << 4 | (int)type));
        }
        else
        {
            Byte((byte)(0xF0 | (int)type));
            VarInt((ulong)count);
        }
    }

    private void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        VarInt((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    private void ZigZag(long value) => VarInt((ulong)(value << 1 ^ value >> 63));

    private void VarInt(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
