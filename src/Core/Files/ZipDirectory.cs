using System.Buffers.Binary;
using System.Text;

namespace SteerScope.Files;

/// <summary>
/// Reads the central directory of a zip archive, zip64 included (PKWARE APPNOTE 6.3, sections 4.3 and 4.5), which is all
/// that is needed to find stored entries in place: System.IO.Compression does not say where an entry's bytes lie.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64LocatorSignature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndSize = 22;
    private const int CentralSize = 46;
    private const int LocalSize = 30;

    // zlib's technical details: no deflated stream unpacks to more than this times its size.
    private const long LargestRatio = 1032;
    private const ushort Encrypted = 1;

    public static List<ZipEntry> Read(ZipMap map)
    {
        var (offset, size, count) = FindDirectory(map);
        if (offset < 0 || size < 0 || size > map.Length || offset > map.Length - size || size > int.MaxValue || count > size / CentralSize)
        {
            throw Damaged(map, "its directory lies outside the file");
        }

        var directory = map.Bytes(offset, (int)size);
        var entries = new List<ZipEntry>();
        for (long i = 0; i < count; i++)
        {
            entries.Add(ReadEntry(map, ref directory));
        }

        return entries;
    }

    private static InputException Damaged(ZipMap map, string what) =>
        new($"{map.Path} is not a whole {map.Kind}: {what}; it may be truncated, fetch it again.");

    private static (long Offset, long Size, long Count) FindDirectory(ZipMap map)
    {
        var tailSize = (int)Math.Min(map.Length, EndSize + ushort.MaxValue);
        var tail = map.Bytes(map.Length - tailSize, tailSize);
        for (var at = tailSize - EndSize; at >= 0; at--)
        {
            var end = tail[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature &&
                BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - EndSize)
            {
                long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
                long size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
                long offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
                return count == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue
                    ? FindDirectory64(map, map.Length - tailSize + at)
                    : (offset, size, count);
            }
        }

        throw Damaged(map, "it has no end-of-directory record");
    }

    private static (long Offset, long Size, long Count) FindDirectory64(ZipMap map, long end)
    {
        const int locatorSize = 20;
        const int recordSize = 56;
        if (end >= locatorSize)
        {
            var locator = map.Bytes(end - locatorSize, locatorSize);
            var record = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(locator) == End64LocatorSignature && record >= 0 && record <= map.Length - recordSize)
            {
                var bytes = map.Bytes(record, recordSize);
                if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) == End64Signature)
                {
                    return (
                        BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
                        BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
                        BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
                }
            }
        }

        throw Damaged(map, "its zip64 end-of-directory record is missing");
    }

    private static ZipEntry ReadEntry(ZipMap map, ref ReadOnlySpan<byte> directory)
    {
        if (directory.Length < CentralSize || BinaryPrimitives.ReadUInt32LittleEndian(directory) != CentralSignature)
        {
            throw Damaged(map, "its directory breaks off");
        }

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]);
        var commentLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
        if (directory.Length < CentralSize + nameLength + extraLength + commentLength)
        {
            throw Damaged(map, "its directory breaks off");
        }

        var name = Encoding.UTF8.GetString(directory.Slice(CentralSize, nameLength));
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(directory[8..]);
        var method = BinaryPrimitives.ReadUInt16LittleEndian(directory[10..]);
        if ((flags & Encrypted) != 0 || method is not (0 or 8))
        {
            throw new InputException($"{map.Path}: entry '{name}' is encrypted or packed by method {method}; only stored and deflated entries are read.");
        }

        long packed = BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]);
        long unpacked = BinaryPrimitives.ReadUInt32LittleEndian(directory[24..]);
        long header = BinaryPrimitives.ReadUInt32LittleEndian(directory[42..]);
        ReadZip64(directory.Slice(CentralSize + nameLength, extraLength), ref unpacked, ref packed, ref header);
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(directory[16..]);
        directory = directory[(CentralSize + nameLength + extraLength + commentLength)..];

        var start = DataStart(map, header, name);
        if (method == 8 && unpacked / LargestRatio > packed)
        {
            throw Damaged(map, $"entry '{name}' claims to unpack from {packed} to {unpacked} bytes, more than deflate can");
        }

        if (packed < 0 || unpacked < 0 || start > map.Length - packed || (method == 0 && packed != unpacked))
        {
            throw Damaged(map, $"entry '{name}' claims {packed} bytes, more than the file holds");
        }

        return new ZipEntry(name, method == 8, start, packed, unpacked, crc);
    }

    private static long DataStart(ZipMap map, long header, string name)
    {
        if (header < 0 || header > map.Length - LocalSize ||
            BinaryPrimitives.ReadUInt32LittleEndian(map.Bytes(header, LocalSize)) != LocalSignature)
        {
            throw Damaged(map, $"entry '{name}' is not where the directory says");
        }

        var local = map.Bytes(header, LocalSize);
        return header + LocalSize + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
    }

    // Fields stand in the extra record only where the 32-bit one is all ones, in this order.
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long unpacked, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            var size = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (id == 1)
            {
                var body = extra.Slice(4, size);
                Take(ref body, ref unpacked);
                Take(ref body, ref packed);
                Take(ref body, ref header);
                return;
            }

            extra = extra[(4 + size)..];
        }
    }

    private static void Take(ref ReadOnlySpan<byte> body, ref long field)
    {
        if (field == uint.MaxValue && body.Length >= 8)
        {
            field = BinaryPrimitives.ReadInt64LittleEndian(body);
            body = body[8..];
        }
    }
}
