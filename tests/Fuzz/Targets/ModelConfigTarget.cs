using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;

namespace SteerScope.Fuzz.Targets;

/// <summary>A model folder whose config.json is changed.</summary>
internal sealed class ModelConfigTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "config";

    // The names of 4,096 layers' tensors, which a number in config.json asks for, take up to 24 MiB.
    /// <inheritdoc/>
    public MemoryBound Memory => new(40 << 20, 100);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds => ModelSeeds.WithConfigChanged;

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new JsonMutator(), new JsonMutator(), new JsonMutator()];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed) => ModelReading.Read(folder);
}
