using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;

namespace SteerScope.Fuzz.Targets;

/// <summary>An SAE in SAELens' or sparsify's form whose cfg.json or weights are changed.</summary>
internal sealed class SaeTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "sae";

    /// <inheritdoc/>
    public MemoryBound Memory => new(2 << 20, 100);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } = SaeSeeds.All;

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new JsonMutator(), new JsonMutator(), new SafetensorsMutator(), new SafetensorsMutator()];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed) => SaeReading.Read(folder);
}
