using System.Buffers;
using System.IO.Compression;

namespace SteerScope.Tables.Portable.Format;

/// <summary>Writes data pages (version 1), each compressed as a whole.</summary>
internal sealed class PageWriter(Stream destination)
{
    private const int GzipTime = 4;
    private const int GzipTimeBytes = 4;
    private const int GzipSystem = 9;
    private const byte UnknownSystem = 255;

    /// <summary>The page being filled.</summary>
    public ArrayBufferWriter<byte> Body { get; } = new();

    /// <summary>Compresses and writes the page, and starts an empty one.</summary>
    /// <param name="values">Values in it, with missing ones.</param>
    /// <returns>Bytes before and after compression, with the header.</returns>
    public (long Uncompressed, long Compressed) Flush(int values)
    {
        var compressed = Compress(Body.WrittenSpan);
        var header = Header(values, Body.WrittenCount, compressed.Length);
        destination.Write(header.Span);
        destination.Write(compressed);
        var sizes = ((long)header.Length + Body.WrittenCount, (long)header.Length + compressed.Length);
        Body.ResetWrittenCount();
        return sizes;
    }

    private static ReadOnlyMemory<byte> Header(int values, int uncompressed, int compressed)
    {
        var writer = new ThriftWriter();
        writer.Struct(page =>
        {
            page.I32(1, ParquetCode.DataPage);
            page.I32(2, uncompressed);
            page.I32(3, compressed);
            page.Struct(5, data =>
            {
                data.I32(1, values);
                data.I32(2, ParquetCode.EncodingPlain);
                data.I32(3, ParquetCode.EncodingRle);
                data.I32(4, ParquetCode.EncodingRle);
            });
        });
        return writer.Written;
    }

    private static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        // .NET writes no gzip bytes at all for empty input, which readers take for a damaged page.
        var bytes = memory.Length > 0 ? memory.ToArray() : throw new InvalidOperationException("An empty page cannot be compressed.");

        // The header's time and system would differ from run to run and from machine to machine.
        bytes.AsSpan(GzipTime, GzipTimeBytes).Clear();
        bytes[GzipSystem] = UnknownSystem;
        return bytes;
    }
}
