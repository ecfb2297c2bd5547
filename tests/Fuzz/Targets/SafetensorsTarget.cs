using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;

namespace SteerScope.Fuzz.Targets;

/// <summary>A safetensors file: its header, and every tensor as numbers.</summary>
internal sealed class SafetensorsTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "safetensors";

    /// <inheritdoc/>
    public MemoryBound Memory => new(1 << 20, 100);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } =
    [
        new("types", "tensors.safetensors", TensorSeeds.EveryType()),
        new("small", "tensors.safetensors", TensorSeeds.Small()),
        new("empty", "tensors.safetensors", TensorSeeds.Empty()),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new SafetensorsMutator(), new SafetensorsMutator(), new SafetensorsMutator()];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        var path = Path.Combine(folder, seed.FileName);
        long bytes = 0;
        using var file = SafetensorsFile.Open(path);
        foreach (var entry in file.Entries)
        {
            bytes += entry.End - entry.Begin;
            if (file.TryGet(entry.Name, out var tensor))
            {
                Check(tensor, entry.End - entry.Begin);
            }
        }

        if (bytes > new FileInfo(path).Length)
        {
            throw new ImplausibleException("The tensors take more bytes than the file has.");
        }
    }

    private static void Check(StoredTensor tensor, long bytes)
    {
        var values = tensor.ToDoubles();
        if (values.Length * (long)tensor.Type.ElementSize() != bytes)
        {
            throw new ImplausibleException($"{values.Length} values of type {tensor.Type} were read of {bytes} bytes.");
        }

        if (!tensor.Type.IsFloating())
        {
            _ = tensor.ToLongs();
        }

        tensor.RequireFinite();
    }
}
