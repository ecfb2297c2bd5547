namespace SteerScope.Planted;

/// <summary>Seeded random numbers that are the same on every platform and release (SplitMix64; Box-Muller for normal ones).</summary>
internal sealed class PlantedRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 ... count - 1.</summary>
    public int Next(int count) => (int)(NextDouble() * count);

    /// <summary>Standard normal.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>One of several.</summary>
    public TItem Pick<TItem>(IReadOnlyList<TItem> items) => items[Next(items.Count)];

    /// <summary>Fisher-Yates.</summary>
    public void Shuffle<TItem>(IList<TItem> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
