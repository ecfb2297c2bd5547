using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace SteerScope.Files;

/// <summary>
/// Writes float32 arrays as numpy's <c>.npz</c> (a zip of stored <c>.npy</c> entries, C order), the form of Gemma Scope's
/// <c>params.npz</c>. The same arrays give the same bytes.
/// </summary>
public sealed class NpzWriter
{
    // Zip entries carry a time; numpy's own fixed one, the earliest that the format can say.
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<(string Name, float[] Values, int[] Shape)> _arrays = [];

    /// <summary>Adds an array; its length must be the product of the shape.</summary>
    public NpzWriter Add(string name, float[] values, params int[] shape)
    {
        if (shape.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
        {
            throw new ArgumentException($"{name} has {values.Length} values for the shape [{string.Join(", ", shape)}].", nameof(shape));
        }

        _arrays.Add((name, values, shape));
        return this;
    }

    /// <summary>Creates or replaces the file.</summary>
    public void Write(string path)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, values, shape) in _arrays)
        {
            var entry = zip.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = FixedTime;
            using var stream = entry.Open();
            stream.Write(Header(shape));
            stream.Write(MemoryMarshal.AsBytes<float>(values));
        }
    }

    // Format 1.0 of numpy/lib/format.py: magic, version, little-endian length, a Python literal padded to 64 bytes.
    private static byte[] Header(int[] shape)
    {
        var dimensions = string.Concat(shape.Select(s => s.ToString(CultureInfo.InvariantCulture) + ","));
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({dimensions}), }}";
        const int Prefix = 10;
        var padded = text.PadRight((((Prefix + text.Length + 1 + 63) / 64) * 64) - Prefix - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(padded.Length & 0xff), (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded)];
    }
}
