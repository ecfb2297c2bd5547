using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SteerScope.Tables.Portable.Format;

namespace SteerScope.Tables.Portable.Columns;

/// <summary>UTF-8 texts, each after its length in four bytes.</summary>
internal sealed class TextColumn(string name, bool nullable, string?[] values) : FlatColumn(name, nullable)
{
    /// <summary>A range that repeats long texts would swell the footer.</summary>
    private const int LongestBound = 128;

    /// <summary>Half a surrogate pair is an error: a replacement character would change the text silently.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[]? _min;
    private byte[]? _max;

    public override PhysicalType Type => PhysicalType.ByteArray;

    public override long BytesOf(int row) => values[row] is { } text ? (long)sizeof(int) + Utf8.GetByteCount(text) : 0;

    protected override bool Has(int row) => values[row] is not null;

    protected override void WriteValues(int first, int rows, IBufferWriter<byte> page)
    {
        for (var row = first; row < first + rows; row++)
        {
            if (values[row] is not { } text)
            {
                continue;
            }

            var span = page.GetSpan(sizeof(int) + Utf8.GetMaxByteCount(text.Length));
            var length = Utf8.GetBytes(text, span[sizeof(int)..]);
            BinaryPrimitives.WriteInt32LittleEndian(span, length);
            Observe(span.Slice(sizeof(int), length));
            page.Advance(sizeof(int) + length);
        }
    }

    protected override (byte[]? Min, byte[]? Max) Range() =>
        _min?.Length <= LongestBound && _max?.Length <= LongestBound ? (_min, _max) : (null, null);

    /// <summary>Texts are ordered by their bytes without sign (parquet.thrift, ColumnOrder).</summary>
    private void Observe(ReadOnlySpan<byte> text)
    {
        if (_min is null || text.SequenceCompareTo(_min) < 0)
        {
            _min = text.ToArray();
        }

        if (_max is null || text.SequenceCompareTo(_max) > 0)
        {
            _max = text.ToArray();
        }
    }
}
