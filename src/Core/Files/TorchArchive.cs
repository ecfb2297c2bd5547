using System.Text;

namespace SteerScope.Files;

/// <summary>
/// The zip archive that torch.save writes since PyTorch 1.6 (torch/serialization.py, caffe2/serialize/inline_container.cc):
/// <c>NAME/data.pkl</c>, <c>NAME/data/KEY</c> for every storage, <c>NAME/byteorder</c> in newer ones. Stored entries are
/// read in place, deflated ones unpacked once.
/// </summary>
internal sealed class TorchArchive : IDisposable
{
    /// <summary>Largest pickle: a few hundred bytes stand for a tensor.</summary>
    private const int LargestPickle = 1 << 20;

    private const string Pickle = "data.pkl";

    private readonly ZipMap map;
    private readonly Dictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NativeBuffer> unpacked = new(StringComparer.Ordinal);
    private readonly HashSet<string> checkedEntries = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly string folder;

    private TorchArchive(ZipMap map)
    {
        this.map = map;
        foreach (var entry in ZipDirectory.Read(map))
        {
            if (!entries.TryAdd(entry.Name, entry))
            {
                throw new InputException($"{map.Path} holds two entries named '{entry.Name}'; a PyTorch file must hold each name once.");
            }
        }

        var pickles = entries.Keys.Where(name => name.EndsWith("/" + Pickle, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - Pickle.Length - 1).ToArray();
        folder = pickles is [var one]
            ? one[..^Pickle.Length]
            : throw new InputException($"{map.Path} is a zip archive without the one '{Pickle}' that a PyTorch file has; it must be what torch.save writes.");
        if (entries.TryGetValue(folder + "byteorder", out var order) &&
            Encoding.ASCII.GetString(ZipUnpacker.ReadAll(map, order, 64, $"{map.Path}: 'byteorder'")) != "little")
        {
            throw new InputException($"{map.Path} was written on a machine of another byte order, and must be little-endian; save it again on a usual one.");
        }
    }

    public string Path => map.Path;

    /// <exception cref="InputException">The file is missing, damaged, or not of this form.</exception>
    public static TorchArchive Open(string path)
    {
        var map = ZipMap.Open(path, "PyTorch file", checksumsMayBeMissing: true);
        try
        {
            RefuseLegacy(map);
            return new TorchArchive(map);
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>The pickle, whole.</summary>
    public byte[] ReadPickle() => ZipUnpacker.ReadAll(map, entries[folder + Pickle], LargestPickle, $"{map.Path}: '{Pickle}'");

    /// <summary>The bytes of a storage, checked when first asked for.</summary>
    /// <exception cref="InputException">There is none of that name, or it has another size.</exception>
    public ByteReader Storage(TorchStorageRef storage)
    {
        var where = $"{map.Path}: storage '{storage.Key}'";
        if (!entries.TryGetValue($"{folder}data/{storage.Key}", out var entry))
        {
            throw new InputException($"{where} is missing, although a tensor lies in it; the file is damaged, fetch it again.");
        }

        if ((Int128)storage.Count * storage.Type.ElementSize() != entry.Unpacked)
        {
            throw new InputException($"{where} has {entry.Unpacked} bytes, and must have {storage.Count} elements of {storage.Type}; the file is damaged, fetch it again.");
        }

        lock (gate)
        {
            if (!entry.Deflated)
            {
                if (checkedEntries.Add(entry.Name))
                {
                    ZipUnpacker.CheckStored(map, entry, where);
                }

                return (offset, count) => map.Bytes(entry.Offset + offset, count);
            }

            if (!unpacked.TryGetValue(entry.Name, out var buffer))
            {
                buffer = ZipUnpacker.Unpack(map, entry, 0, where);
                unpacked.Add(entry.Name, buffer);
            }

            return (offset, count) => buffer.Bytes(offset, count);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var buffer in unpacked.Values)
            {
                buffer.Dispose();
            }

            unpacked.Clear();
        }

        map.Dispose();
    }

    // Before PyTorch 1.6 a file was a row of pickles, the first of them the number 0x1950a86a20f9469cfc6c.
    private static void RefuseLegacy(ZipMap map)
    {
        ReadOnlySpan<byte> legacy = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
        if (map.Bytes(0, (int)Math.Min(map.Length, 32)).IndexOf(legacy) >= 0)
        {
            throw new InputException($"{map.Path} is in the form that PyTorch wrote before version 1.6, and must be a zip archive; load it and torch.save it again with a newer PyTorch.");
        }
    }
}
