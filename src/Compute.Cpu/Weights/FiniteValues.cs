using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SteerScope.Compute.Cpu.Weights;

/// <summary>Finds NaN and infinities in stored values, by their exponents, at about the speed at which they are read.</summary>
internal static class FiniteValues
{
    /// <summary>Refuses stored values that are not finite.</summary>
    /// <exception cref="InputException">One is not.</exception>
    public static void Require(StoredTensor tensor, ReadOnlySpan<byte> values)
    {
        if (!All(tensor.Type, values))
        {
            throw new InputException($"{tensor.Source}: tensor \"{tensor.Name}\" holds NaN or an infinity, but finite numbers are expected.");
        }
    }

    /// <summary>Whether all values are finite.</summary>
    public static bool All(ReadOnlySpan<float> values) => All(StoredType.F32, MemoryMarshal.AsBytes(values));

    private static bool All(StoredType type, ReadOnlySpan<byte> values) => type switch
    {
        StoredType.F64 => All(MemoryMarshal.Cast<byte, ulong>(values), 0x7FF0_0000_0000_0000UL),
        StoredType.F32 => All(MemoryMarshal.Cast<byte, uint>(values), 0x7F80_0000U),
        StoredType.BF16 => All(MemoryMarshal.Cast<byte, ushort>(values), (ushort)0x7F80),
        _ => All(MemoryMarshal.Cast<byte, ushort>(values), (ushort)0x7C00),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool All<TBits>(ReadOnlySpan<TBits> values, TBits exponent)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        var mask = new Vector<TBits>(exponent);
        var found = Vector<TBits>.Zero;
        var whole = MemoryMarshal.Cast<TBits, Vector<TBits>>(values);
        foreach (var vector in whole)
        {
            found |= Vector.Equals(vector & mask, mask);
        }

        foreach (var value in values[(whole.Length * Vector<TBits>.Count)..])
        {
            if ((value & exponent) == exponent)
            {
                return false;
            }
        }

        return found == Vector<TBits>.Zero;
    }
}
