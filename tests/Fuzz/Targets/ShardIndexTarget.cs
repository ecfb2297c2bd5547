using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;

namespace SteerScope.Fuzz.Targets;

/// <summary>A model folder whose model.safetensors.index.json is changed.</summary>
internal sealed class ShardIndexTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "index";

    /// <inheritdoc/>
    public MemoryBound Memory => new(4 << 20, 100);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } = [ModelSeeds.WithIndexChanged];

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new JsonMutator(), new JsonMutator()];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed) => ModelReading.Read(folder);
}
