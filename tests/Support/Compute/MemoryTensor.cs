using System.Runtime.InteropServices;
using SteerScope.Compute;

namespace SteerScope.Tests.Support.Compute;

/// <summary>A stored tensor whose "file" is an array.</summary>
public sealed class MemoryTensor : StoredTensor
{
    private readonly byte[] bytes;
    private readonly int size;

    private MemoryTensor(string name, StoredType type, IReadOnlyList<int> shape, byte[] bytes)
        : base(name, "memory", type, shape)
    {
        this.bytes = bytes;
        size = Count == 0 ? 1 : (int)(bytes.Length / Count);
    }

    /// <summary>Stores values, rounded to the type.</summary>
    public static MemoryTensor Create(string name, StoredType type, IReadOnlyList<int> shape, IReadOnlyList<double> values)
    {
        byte[] bytes = type switch
        {
            StoredType.F64 => Pack(values, value => value),
            StoredType.F32 => Pack(values, value => (float)value),
            StoredType.F16 => Pack(values, value => (Half)value),
            StoredType.BF16 => Pack(values, ToBFloat16),
            StoredType.I32 => Pack(values, value => (int)value),
            _ => throw new ArgumentException($"No test stores {type}.", nameof(type)),
        };
        return new MemoryTensor(name, type, shape, bytes);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Count);
        return bytes.AsSpan(checked((int)first * size), count * size);
    }

    private static byte[] Pack<TValue>(IReadOnlyList<double> values, Func<double, TValue> round)
        where TValue : unmanaged =>
        MemoryMarshal.AsBytes(values.Select(round).ToArray().AsSpan()).ToArray();

    /// <summary>Nearest, ties to even.</summary>
    private static ushort ToBFloat16(double value)
    {
        var bits = BitConverter.SingleToUInt32Bits((float)value);
        return (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
