using SteerScope.Prompts;

namespace SteerScope.Fuzz;

/// <summary>The choices of one input: the same target, seed and number always give the same ones.</summary>
public sealed class FuzzRandom
{
    private readonly SplitMix64 generator;

    /// <summary>The choices for input <paramref name="number"/> of a target.</summary>
    public FuzzRandom(string target, ulong seed, long number)
    {
        // FNV-1a of the name, and then one step of mixing each, so that neighbouring numbers share nothing.
        var state = 0xCBF29CE484222325;
        foreach (var letter in target)
        {
            state = (state ^ letter) * 0x100000001B3;
        }

        generator = new SplitMix64(new SplitMix64(new SplitMix64(state ^ seed).Next() ^ (ulong)number).Next());
    }

    /// <summary>64 bits.</summary>
    public ulong Bits() => generator.Next();

    /// <summary>From 0 to before <paramref name="limit"/>.</summary>
    public int Below(int limit) => generator.Below(limit);

    /// <summary>True once in <paramref name="count"/> times.</summary>
    public bool OneIn(int count) => generator.Below(count) == 0;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[generator.Below(items.Count)];

    /// <summary>A length from 1 to <paramref name="limit"/>, short ones more often.</summary>
    public int Length(int limit) => 1 + Below(1 + Below(1 + Below(limit)));
}
