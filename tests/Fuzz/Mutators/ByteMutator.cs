using System.Buffers.Binary;

namespace SteerScope.Fuzz.Mutators;

/// <summary>What can happen to any file: flipped bits, numbers at their edges, blocks that are lost, doubled, moved or taken from elsewhere.</summary>
internal sealed class ByteMutator : IMutator
{
    private const int LongestBlock = 512;

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        if (content.Length == 0)
        {
            return Insert(content, 0, Noise(random, random.Length(64)));
        }

        var at = random.Below(content.Length);
        var length = Math.Min(random.Length(LongestBlock), content.Length - at);
        return random.Below(12) switch
        {
            6 when random.OneIn(40) => Insert(content, at, Repeated(content.AsSpan(at, Math.Min(length, 40)), random.Pick([100, 1_000, 10_000]))),
            0 => Changed(content, copy => copy[at] ^= (byte)(1 << random.Below(8))),
            1 => Changed(content, copy => copy[at] = (byte)random.Bits()),
            2 => Changed(content, copy => copy.AsSpan(at, length).Fill(random.Pick<byte>([0, 0xFF, (byte)' ', (byte)'0', (byte)'A']))),
            3 or 4 => Changed(content, copy => WriteInteger(random, copy.AsSpan(at))),
            5 => Replace(content, at, length, []),
            6 => Insert(content, at, content.AsSpan(at, length)),
            7 => Insert(content, at, Noise(random, length)),
            8 => Insert(content, random.Below(content.Length + 1), content.AsSpan(at, length)),
            9 => content[..at],
            10 => Splice(random, content, at, other),
            _ => Replace(content, at, length, Part(random, other)),
        };
    }

    internal static byte[] Replace(byte[] content, int at, int length, ReadOnlySpan<byte> with) =>
        [.. content.AsSpan(0, at), .. with, .. content.AsSpan(at + length)];

    private static byte[] Insert(byte[] content, int at, ReadOnlySpan<byte> block) => Replace(content, at, 0, block);

    private static byte[] Changed(byte[] content, Action<byte[]> change)
    {
        var copy = content.ToArray();
        change(copy);
        return copy;
    }

    private static void WriteInteger(FuzzRandom random, Span<byte> at)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, random.Pick(NastyNumbers.Integers));
        if (random.OneIn(4))
        {
            bytes.Reverse();
        }

        var width = Math.Min(1 << random.Below(4), at.Length);
        bytes[..width].CopyTo(at);
    }

    private static byte[] Noise(FuzzRandom random, int length)
    {
        var noise = new byte[length];
        for (var i = 0; i < length; i++)
        {
            noise[i] = (byte)random.Bits();
        }

        return noise;
    }

    private static byte[] Repeated(ReadOnlySpan<byte> block, int times)
    {
        var repeated = new byte[block.Length * times];
        for (var i = 0; i < times; i++)
        {
            block.CopyTo(repeated.AsSpan(i * block.Length));
        }

        return repeated;
    }

    private static byte[] Splice(FuzzRandom random, byte[] content, int at, byte[] other) =>
        [.. content.AsSpan(0, at), .. other.AsSpan(random.Below(other.Length + 1))];

    private static ReadOnlySpan<byte> Part(FuzzRandom random, byte[] other)
    {
        var at = random.Below(other.Length + 1);
        return other.AsSpan(at, Math.Min(random.Length(LongestBlock), other.Length - at));
    }
}
