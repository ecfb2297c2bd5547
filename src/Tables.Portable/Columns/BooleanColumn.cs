using System.Buffers;
using SteerScope.Tables.Portable.Format;

namespace SteerScope.Tables.Portable.Columns;

/// <summary>Booleans: a bit each, the lowest first.</summary>
internal sealed class BooleanColumn(string name, Presence<bool> values) : FlatColumn(name, values.Present is not null)
{
    private const int BitsPerByte = 8;
    private bool _anyFalse;
    private bool _anyTrue;

    public override PhysicalType Type => PhysicalType.Boolean;

    /// <summary>A bound: eight of them share a byte.</summary>
    public override long BytesOf(int row) => 1;

    protected override bool Has(int row) => values.Has(row);

    protected override void WriteValues(int first, int rows, IBufferWriter<byte> page)
    {
        var bytes = page.GetSpan((rows / BitsPerByte) + 1);
        bytes.Clear();
        var bit = 0;
        for (var row = first; row < first + rows; row++)
        {
            if (values.Has(row))
            {
                var value = values.Values[row];
                _anyTrue |= value;
                _anyFalse |= !value;
                bytes[bit / BitsPerByte] |= (byte)((value ? 1 : 0) << (bit % BitsPerByte));
                bit++;
            }
        }

        page.Advance((bit + BitsPerByte - 1) / BitsPerByte);
    }

    protected override (byte[]? Min, byte[]? Max) Range() =>
        _anyFalse || _anyTrue ? ([(byte)(_anyFalse ? 0 : 1)], [(byte)(_anyTrue ? 1 : 0)]) : (null, null);
}
