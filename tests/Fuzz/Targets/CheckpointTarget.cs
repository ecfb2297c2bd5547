using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;

namespace SteerScope.Fuzz.Targets;

/// <summary>A model folder whose weights are changed.</summary>
internal sealed class CheckpointTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "checkpoint";

    /// <inheritdoc/>
    public MemoryBound Memory => new(4 << 20, 100);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds => ModelSeeds.WithWeightsChanged;

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new SafetensorsMutator(), new SafetensorsMutator()];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed) => ModelReading.Read(folder);
}
