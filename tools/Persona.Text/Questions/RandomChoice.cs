using SteerScope.Prompts;

namespace SteerScope.Persona.Text.Questions;

/// <summary>Draws of one stream of random numbers.</summary>
internal static class RandomChoice
{
    /// <summary>The stream of an item: a pure function of seed and index, so that any item can be made without those before it.</summary>
    public static SplitMix64 Stream(long seed, long index) => new(new SplitMix64((ulong)seed).Next() ^ new SplitMix64(~(ulong)index).Next());

    public static TItem Pick<TItem>(this SplitMix64 random, IReadOnlyList<TItem> items) => items[random.Below(items.Count)];

    /// <summary>True with a probability.</summary>
    public static bool Chance(this SplitMix64 random, double probability) => (random.Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>Fisher-Yates.</summary>
    public static void Shuffle<TItem>(this SplitMix64 random, Span<TItem> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
