using System.IO.Compression;

namespace SteerScope.Tests.Support.Parquet;

/// <summary>Decompresses a page.</summary>
internal static class PageCodec
{
    private const int Uncompressed = 0;
    private const int Gzip = 2;
    private const int Zstd = 6;

    public static byte[] Decompress(int codec, byte[] bytes, int length)
    {
        var plain = codec switch
        {
            Uncompressed => bytes,
            Gzip => Inflate(bytes),
            Zstd => Unzstd(bytes),
            _ => throw new InvalidDataException($"Parquet codec {codec} is not one that the project writes."),
        };
        return plain.Length == length ? plain : throw new InvalidDataException($"A page has {plain.Length} bytes; its header says {length}.");
    }

    private static byte[] Inflate(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

#if PORTABLE
    private static byte[] Unzstd(byte[] bytes) =>
        throw new InvalidDataException($"A page of {bytes.Length} bytes is compressed with zstd, which only the full build writes and reads.");
#else
    private static byte[] Unzstd(byte[] bytes)
    {
        using var zstd = new ZstdSharp.Decompressor();
        return zstd.Unwrap(bytes).ToArray();
    }
#endif
}
