using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SteerScope.Tables.Portable.Format;

namespace SteerScope.Tables.Portable.Columns;

/// <summary>Integers and floating-point numbers: little-endian, one after another.</summary>
internal sealed class NumberColumn<T>(string name, PhysicalType type, Presence<T> values) : FlatColumn(name, values.Present is not null)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private T _min;
    private T _max;
    private bool _any;
    private bool _anyNaN;

    public override PhysicalType Type => type;

    public override long BytesOf(int row) => values.Has(row) ? Unsafe.SizeOf<T>() : 0;

    protected override bool Has(int row) => values.Has(row);

    protected override void WriteValues(int first, int rows, IBufferWriter<byte> page)
    {
        var bytes = page.GetSpan(Math.Max(rows * Unsafe.SizeOf<T>(), 1));
        var used = 0;
        for (var row = first; row < first + rows; row++)
        {
            if (values.Has(row))
            {
                var value = values.Values[row];
                Observe(value);
                MemoryMarshal.Write(bytes[used..], in value);
                used += Unsafe.SizeOf<T>();
            }
        }

        page.Advance(used);
    }

    /// <summary>NaN has no place in the order, so that a chunk with one gets no range (parquet.thrift, ColumnOrder).</summary>
    protected override (byte[]? Min, byte[]? Max) Range() => _any && !_anyNaN ? (Bytes(SignedZero(_min, -1)), Bytes(SignedZero(_max, 1))) : (null, null);

    private static byte[] Bytes(T value) => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();

    /// <summary>Zero in a range stands for both signs: -0.0 as the smallest, +0.0 as the largest (parquet.thrift, ColumnOrder).</summary>
    private static T SignedZero(T value, int sign) => T.IsZero(value) ? T.CopySign(T.Zero, T.CreateChecked(sign)) : value;

    private void Observe(T value)
    {
        if (T.IsNaN(value))
        {
            _anyNaN = true;
            return;
        }

        if (!_any || value < _min)
        {
            _min = value;
        }

        if (!_any || value > _max)
        {
            _max = value;
        }

        _any = true;
    }
}
