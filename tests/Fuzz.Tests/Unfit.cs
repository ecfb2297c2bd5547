using SteerScope.Fuzz.Mutators;

namespace SteerScope.Fuzz.Tests;

/// <summary>A target that refuses by <see cref="UnfitException"/>.</summary>
internal sealed class Unfit(IFuzzTarget target) : IFuzzTarget
{
    public string Name => target.Name;

    public MemoryBound Memory => target.Memory;

    public IReadOnlyList<FuzzSeed> Seeds => target.Seeds;

    public IReadOnlyList<IMutator> Mutators => target.Mutators;

    public void Read(string folder, FuzzSeed seed) => target.Read(folder, seed);

    public bool IsRefusal(Exception exception) => exception is UnfitException;
}
