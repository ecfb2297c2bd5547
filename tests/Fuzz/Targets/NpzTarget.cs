using SteerScope.Files;
using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;

namespace SteerScope.Fuzz.Targets;

/// <summary>A numpy archive: every array as numbers, and the archive as an SAE of Gemma Scope.</summary>
internal sealed class NpzTarget : IFuzzTarget
{
    // Deflate packs zeros by up to 1032 (zlib's technical details): so much a small file may well hold.
    private const long LargestRatio = 1032;

    /// <inheritdoc/>
    public string Name => "npz";

    /// <inheritdoc/>
    public MemoryBound Memory => new(1 << 20, (int)(20 * LargestRatio));

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } =
    [
        new("stored", "params.npz", ArchiveSeeds.GemmaScope(deflated: false, fortran: false)),
        new("deflated", "params.npz", ArchiveSeeds.GemmaScope(deflated: true, fortran: false)),
        new("fortran", "params.npz", ArchiveSeeds.GemmaScope(deflated: true, fortran: true)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } =
        [new ByteMutator(), new ZipFieldMutator(), new ZipFieldMutator(), new Zip64Mutator(), new ZipEntryMutator(new NpyMutator()), new ZipEntryMutator(new NpyMutator()), new ZipEntryMutator(new ByteMutator())];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        var path = Path.Combine(folder, seed.FileName);
        InputException? refused = null;
        using (var file = NpzFile.Open(path))
        {
            long bytes = 0;
            foreach (var name in file.Names)
            {
                try
                {
                    var tensor = file.Tensor(name);
                    bytes += tensor.Count * tensor.Type.ElementSize();
                    if (tensor.ToDoubles().Length != tensor.Count)
                    {
                        throw new ImplausibleException($"An array of {tensor.Count} elements was read as another number of values.");
                    }
                }
                catch (InputException exception)
                {
                    refused = exception;
                }
            }

            // Entries may overlap: each of them may then unpack all of the file.
            var length = new FileInfo(path).Length;
            if (bytes > LargestRatio * length * Math.Max(1, file.Names.Count))
            {
                throw new ImplausibleException($"{bytes} bytes were read of a file of {length}.");
            }
        }

        SaeReading.Read(path);
        if (refused is not null)
        {
            throw refused;
        }
    }
}
