using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>
/// A numpy .npz archive, read without ever unpickling anything. Stored entries in C order are read in place from a memory
/// map; deflated and Fortran-order ones are unpacked to native memory, once, when first asked for. What an entry claims to
/// hold is checked against the bytes that the file has before memory is taken, and its CRC-32 when it is first read.
/// </summary>
public sealed class NpzFile : IDisposable
{
    private readonly ZipMap map;
    private readonly SortedDictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NpzTensor> tensors = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private NpzFile(ZipMap map)
    {
        this.map = map;
        foreach (var entry in ZipDirectory.Read(map))
        {
            if (entry.Name.EndsWith(".npy", StringComparison.Ordinal) && !entries.TryAdd(entry.Name[..^4], entry))
            {
                throw new InputException($"{map.Path} holds two arrays named '{entry.Name[..^4]}'; an npz archive must hold each name once.");
            }
        }
    }

    /// <summary>Where the archive is.</summary>
    public string Path => map.Path;

    /// <summary>Names of the arrays, without .npy, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Opens an archive and reads its directory.</summary>
    /// <exception cref="InputException">The file is missing, truncated or no archive that can be read safely.</exception>
    public static NpzFile Open(string path)
    {
        var map = ZipMap.Open(path, "npz archive");
        try
        {
            return new NpzFile(map);
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>The array of that name; valid until the file is disposed of.</summary>
    /// <exception cref="InputException">There is none, or it is damaged or of a type that is not read here.</exception>
    public StoredTensor Tensor(string name)
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            throw new InputException($"{Path} holds no array '{name}'; it holds {string.Join(", ", Names)}.");
        }

        lock (gate)
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                tensor = NpzTensor.Read(map, entry, name);
                tensors.Add(name, tensor);
            }

            return tensor;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            tensors.Clear();
        }

        map.Dispose();
    }
}
