using System.IO.Compression;

namespace SteerScope.Files;

/// <summary>Reads the bytes of an entry, inflating them where needed, and checks its checksum.</summary>
internal static class NpzUnpacker
{
    /// <summary>Entries up to this size are unpacked whatever their ratio: a zero bias packs a thousandfold.</summary>
    private const long SmallEntry = 64L << 20;

    /// <summary>Trained weights pack by less than 2; nothing but a bomb of large arrays packs by more than this.</summary>
    private const long LargestRatio = 100;

    private const int BlockSize = 1 << 20;

    public static Stream Open(NpzMap map, NpzEntry entry)
    {
        var packed = map.Stream(entry.Offset, entry.Packed);
        return entry.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    public static byte[] ReadUpTo(Stream stream, int count, string where)
    {
        var bytes = new byte[count];
        ReadExactly(stream, bytes, where);
        return bytes;
    }

    /// <summary>Checks the checksum of an entry that is used in place.</summary>
    public static void CheckStored(NpzMap map, NpzEntry entry, string where)
    {
        var crc = new NpzCrc32();
        for (long done = 0; done < entry.Packed; done += BlockSize)
        {
            crc.Add(map.Bytes(entry.Offset + done, (int)Math.Min(BlockSize, entry.Packed - done)));
        }

        Check(crc, entry, where);
    }

    /// <summary>The data behind the header, in memory of their own.</summary>
    public static NpzBuffer Unpack(NpzMap map, NpzEntry entry, NpzHeader header, string where)
    {
        if (entry.Unpacked > SmallEntry && entry.Unpacked / LargestRatio > entry.Packed)
        {
            throw new InputException(
                $"{where} claims to unpack from {entry.Packed} to {entry.Unpacked} bytes, which no trained weights do; save it without compression if it is meant.");
        }

        var crc = new NpzCrc32();
        using var stream = Open(map, entry);
        crc.Add(ReadUpTo(stream, header.Size, where));
        var buffer = new NpzBuffer(header.DataSize);
        try
        {
            for (long done = 0; done < header.DataSize; done += BlockSize)
            {
                var block = buffer.Bytes(done, (int)Math.Min(BlockSize, header.DataSize - done));
                ReadExactly(stream, block, where);
                crc.Add(block);
            }

            Check(crc, entry, where);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static void Check(NpzCrc32 crc, NpzEntry entry, string where)
    {
        if (crc.Value != entry.Crc32)
        {
            throw new InputException($"{where} is damaged: its checksum is {crc.Value:x8} and should be {entry.Crc32:x8}; fetch the file again.");
        }
    }

    private static void ReadExactly(Stream stream, Span<byte> destination, string where)
    {
        try
        {
            stream.ReadExactly(destination);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            throw new InputException($"{where} is damaged: its packed bytes end early or cannot be inflated; fetch the file again.", exception);
        }
    }
}
