using System.Buffers.Binary;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Gives an archive the zip64 records of one over 4 GiB (PKWARE APPNOTE 6.3, sections 4.3.14 and 4.3.15), which other mutators then break.</summary>
internal sealed class Zip64Mutator : IMutator
{
    private const int EndSize = 22;

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        var end = content.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + EndSize > content.Length)
        {
            return null;
        }

        var record = new byte[56];
        BinaryPrimitives.WriteUInt32LittleEndian(record, 0x06064b50);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(4), 44);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(24), BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(end + 8)));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(32), BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(end + 10)));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(40), BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(end + 12)));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(48), BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(end + 16)));
        var locator = new byte[20];
        BinaryPrimitives.WriteUInt32LittleEndian(locator, 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(locator.AsSpan(8), end);
        locator[16] = 1;
        var last = content[end..];
        last.AsSpan(random.OneIn(2) ? 8 : 16, random.OneIn(2) ? 4 : 2).Fill(0xFF);
        last.AsSpan(16, 4).Fill(0xFF);
        return [.. content.AsSpan(0, end), .. record, .. locator, .. last];
    }
}
