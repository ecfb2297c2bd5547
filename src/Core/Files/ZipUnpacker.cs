using System.IO.Compression;

namespace SteerScope.Files;

/// <summary>Reads the bytes of an entry, inflating them where needed, and checks its checksum.</summary>
internal static class ZipUnpacker
{
    /// <summary>Entries up to this size are unpacked whatever their ratio: a zero bias packs a thousandfold.</summary>
    private const long SmallEntry = 64L << 20;

    /// <summary>Trained weights pack by less than 2; nothing but a bomb of large arrays packs by more than this.</summary>
    private const long LargestRatio = 100;

    private const int BlockSize = 1 << 20;

    public static Stream Open(ZipMap map, ZipEntry entry)
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
    public static void CheckStored(ZipMap map, ZipEntry entry, string where)
    {
        var crc = new ZipCrc32();
        for (long done = 0; done < entry.Packed; done += BlockSize)
        {
            crc.Add(map.Bytes(entry.Offset + done, (int)Math.Min(BlockSize, entry.Packed - done)));
        }

        Check(map, crc, entry, where);
    }

    /// <summary>The whole of a small entry.</summary>
    /// <exception cref="InputException">It is larger than <paramref name="limit"/>, or damaged.</exception>
    public static byte[] ReadAll(ZipMap map, ZipEntry entry, int limit, string where)
    {
        if (entry.Unpacked > limit)
        {
            throw new InputException($"{where} has {entry.Unpacked} bytes, and {limit} is the limit.");
        }

        using var stream = Open(map, entry);
        var bytes = ReadUpTo(stream, (int)entry.Unpacked, where);
        var crc = new ZipCrc32();
        crc.Add(bytes);
        Check(map, crc, entry, where);
        return bytes;
    }

    /// <summary>What comes behind the first bytes of an entry, in memory of its own.</summary>
    /// <param name="map">The archive.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="skip">Bytes to leave out, which the entry is known to have.</param>
    /// <param name="where">File and entry, for errors.</param>
    public static NativeBuffer Unpack(ZipMap map, ZipEntry entry, int skip, string where)
    {
        if (entry.Unpacked > SmallEntry && entry.Unpacked / LargestRatio > entry.Packed)
        {
            throw new InputException(
                $"{where} claims to unpack from {entry.Packed} to {entry.Unpacked} bytes, which no trained weights do; save it without compression if it is meant.");
        }

        var crc = new ZipCrc32();
        using var stream = Open(map, entry);
        crc.Add(ReadUpTo(stream, skip, where));
        var buffer = new NativeBuffer(entry.Unpacked - skip);
        try
        {
            for (long done = 0; done < buffer.Length; done += BlockSize)
            {
                var block = buffer.Bytes(done, (int)Math.Min(BlockSize, buffer.Length - done));
                ReadExactly(stream, block, where);
                crc.Add(block);
            }

            Check(map, crc, entry, where);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static void Check(ZipMap map, ZipCrc32 crc, ZipEntry entry, string where)
    {
        if (crc.Value != entry.Crc32 && !(map.ChecksumsMayBeMissing && entry.Crc32 == 0))
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
