namespace SteerScope.Fuzz.Running;

/// <summary>A worker's folders, one per seed, in which only the mutated file changes.</summary>
internal sealed class InputFolder(string root)
{
    private readonly HashSet<string> prepared = [];

    /// <summary>The folder of a seed.</summary>
    public string Of(FuzzSeed seed) => Path.Combine(root, seed.Name);

    /// <summary>Puts a seed's companions and the changed file in place.</summary>
    /// <exception cref="IOException">Whoever read the file before has not closed it.</exception>
    public string Prepare(FuzzSeed seed, byte[] content)
    {
        var folder = Of(seed);
        if (prepared.Add(seed.Name))
        {
            foreach (var (name, bytes) in seed.Companions)
            {
                Write(Path.Combine(folder, name), bytes);
            }
        }

        Write(Path.Combine(folder, seed.FileName), content);
        return folder;
    }

    /// <summary>Whether a file below this folder is still mapped into memory; false where the system does not tell.</summary>
    public bool IsMapped() => File.Exists("/proc/self/maps") && File.ReadLines("/proc/self/maps").Any(line => line.Contains(root, StringComparison.Ordinal));

    // Opened for nobody else: a reader that has kept the file open is caught here.
    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        stream.Write(bytes);
    }
}
