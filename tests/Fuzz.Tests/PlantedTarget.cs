using SteerScope.Fuzz.Mutators;

namespace SteerScope.Fuzz.Tests;

/// <summary>A reader that does what a test tells it to with every file that is not its seed.</summary>
internal sealed class PlantedTarget(Action<string, byte[]> read) : IFuzzTarget
{
    public const string FileName = "file.txt";

    public static byte[] Valid { get; } = "a valid file of some length"u8.ToArray();

    public string Name => "planted";

    public MemoryBound Memory => new(1 << 16, 10);

    public IReadOnlyList<FuzzSeed> Seeds { get; init; } = [new("seed", FileName, Valid)];

    public IReadOnlyList<IMutator> Mutators { get; } = [new Flip()];

    public void Read(string folder, FuzzSeed seed)
    {
        var content = File.ReadAllBytes(Path.Combine(folder, FileName));
        if (!content.AsSpan().SequenceEqual(Valid))
        {
            read(Path.Combine(folder, FileName), content);
        }
    }

    private sealed class Flip : IMutator
    {
        public byte[] Apply(FuzzRandom random, byte[] content, byte[] other)
        {
            var copy = content.ToArray();
            copy[random.Below(copy.Length)] ^= (byte)(1 + random.Below(255));
            return copy;
        }
    }
}
