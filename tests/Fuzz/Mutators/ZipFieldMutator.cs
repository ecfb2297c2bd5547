using System.Buffers.Binary;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Changes one field of one record of a zip archive (PKWARE APPNOTE 6.3, section 4.3): sizes, offsets, counts, methods, flags, checksums.</summary>
internal sealed class ZipFieldMutator : IMutator
{
    private static readonly (uint Signature, (int At, int Width)[] Fields)[] Records =
    [
        (0x04034b50, [(6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)]),
        (0x02014b50, [(8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2), (42, 4)]),
        (0x06054b50, [(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)]),
        (0x07064b50, [(4, 4), (8, 8), (16, 4)]),
        (0x06064b50, [(4, 8), (24, 8), (32, 8), (40, 8), (48, 8)]),
    ];

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        var fields = new List<(int At, int Width)>();
        for (var at = 0; at + 4 <= content.Length; at++)
        {
            if (content[at] == 'P' && content[at + 1] == 'K')
            {
                var signature = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at));
                var known = Array.Find(Records, record => record.Signature == signature).Fields ?? [];
                fields.AddRange(known.Select(field => (at + field.At, field.Width)).Where(field => field.Item1 + field.Width <= content.Length));
            }
        }

        if (fields.Count == 0)
        {
            return null;
        }

        var copy = content.ToArray();
        var (place, width) = random.Pick(fields);
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, Value(random, content, place, width));
        value[..width].CopyTo(copy.AsSpan(place));
        return copy;
    }

    private static long Value(FuzzRandom random, byte[] content, int at, int width) => random.Below(4) switch
    {
        0 => random.Pick(NastyNumbers.Integers),
        1 => random.Below(content.Length + 1),
        2 => -1,
        _ => (width == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at)))
            + random.Pick([-2, -1, 1, 2, 100, 1 << 20]),
    };
}
