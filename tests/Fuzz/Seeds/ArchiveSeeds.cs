using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace SteerScope.Fuzz.Seeds;

/// <summary>Archives of arrays, in every form that numpy.savez writes.</summary>
internal static class ArchiveSeeds
{
    private const int Width = 4;
    private const int Features = 6;

    /// <summary>A Gemma Scope SAE.</summary>
    public static byte[] GemmaScope(bool deflated, bool fortran)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "W_enc", deflated, fortran, Width, Features);
            Add(zip, "W_dec", deflated, fortran, Features, Width);
            Add(zip, "b_enc", deflated, fortran, Features);
            Add(zip, "b_dec", deflated, fortran, Width);
            Add(zip, "threshold", deflated, fortran, Features);
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive zip, string name, bool deflated, bool fortran, params int[] shape)
    {
        var entry = zip.CreateEntry(name + ".npy", deflated ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var dimensions = string.Join(", ", shape) + (shape.Length == 1 ? "," : "");
        var header = $"{{'descr': '<f4', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({dimensions}), }}".PadRight(117) + "\n";
        var values = Enumerable.Range(0, shape.Aggregate(1, (product, dimension) => product * dimension)).Select(i => MathF.Cos(i)).ToArray();
        using var stream = entry.Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(MemoryMarshal.AsBytes<float>(values));
    }
}
