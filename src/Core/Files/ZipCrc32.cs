using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SteerScope.Files;

/// <summary>
/// CRC-32 of zip (polynomial 0xEDB88320, reflected): by carry-less multiplication at the speed of memory where the processor has
/// it, else eight bytes at a step.
/// </summary>
internal sealed class ZipCrc32
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>Bytes folded at a time, in four vectors.</summary>
    private const int Folded = 64;

    // A vector d bits before another is congruent, modulo the polynomial, to its lower half times x^(d + 32) and its upper half
    // times x^(d - 32), added to the other (Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ", 2009).
    private static readonly Vector128<ulong> ByFour = Vector128.Create(Power(512 + 32), Power(512 - 32));
    private static readonly Vector128<ulong> ByOne = Vector128.Create(Power(128 + 32), Power(128 - 32));
    private static readonly uint[] Tables = Build();
    private uint state = uint.MaxValue;

    public uint Value => ~state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * Folded)
        {
            bytes = Fold(bytes);
        }

        AddBytes(bytes);
    }

    /// <summary>As <see cref="Add"/>, on any processor.</summary>
    internal void AddBytes(ReadOnlySpan<byte> bytes)
    {
        var crc = state;
        var tables = Tables;
        while (bytes.Length >= 8)
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[0x700 + (low & 0xFF)] ^ tables[0x600 + ((low >> 8) & 0xFF)] ^
                tables[0x500 + ((low >> 16) & 0xFF)] ^ tables[0x400 + (low >> 24)] ^
                tables[0x300 + (high & 0xFF)] ^ tables[0x200 + ((high >> 8) & 0xFF)] ^
                tables[0x100 + ((high >> 16) & 0xFF)] ^ tables[high >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ tables[(crc ^ value) & 0xFF];
        }

        state = crc;
    }

    /// <summary>Takes as many whole blocks as there are; returns what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> bytes)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes[..(bytes.Length / Folded * Folded)]);
        var (a, b, c, d) = (vectors[0] ^ Vector128.CreateScalar((ulong)state), vectors[1], vectors[2], vectors[3]);
        for (var index = 4; index < vectors.Length; index += 4)
        {
            a = Onto(a, ByFour, vectors[index]);
            b = Onto(b, ByFour, vectors[index + 1]);
            c = Onto(c, ByFour, vectors[index + 2]);
            d = Onto(d, ByFour, vectors[index + 3]);
        }

        // The last vector has the checksum of all that came before, and of nothing before it.
        var last = Onto(Onto(Onto(a, ByOne, b), ByOne, c), ByOne, d);
        state = 0;
        AddBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in last)));
        return bytes[(vectors.Length * Vector128<byte>.Count)..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Onto(Vector128<ulong> earlier, Vector128<ulong> powers, Vector128<ulong> later) =>
        Pclmulqdq.CarrylessMultiply(earlier, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(earlier, powers, 0x11) ^ later;

    /// <summary>x^n modulo the polynomial, reflected, as the carry-less multiplication takes it.</summary>
    private static ulong Power(int n)
    {
        ulong value = 0x80000000;
        for (var i = 0; i < n; i++)
        {
            value = (value >> 1) ^ ((value & 1) * Polynomial);
        }

        return value << 1;
    }

    private static uint[] Build()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var previous = tables[i - 256];
            tables[i] = (previous >> 8) ^ tables[previous & 0xFF];
        }

        return tables;
    }
}
