using System.Numerics;

namespace SteerScope.Prompts;

/// <summary>
/// The generator behind our own shuffle: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Small, and the same everywhere,
/// unlike <see cref="System.Random"/>, whose algorithm is the runtime's own business.
/// </summary>
public sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to before <paramref name="limit"/>, each as likely: the upper bits, drawn again while they reach the limit.</summary>
    public int Below(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var bits = 32 - BitOperations.LeadingZeroCount((uint)limit);
        uint drawn;
        do
        {
            drawn = (uint)(Next() >> (64 - bits));
        }
        while (drawn >= (uint)limit);
        return (int)drawn;
    }
}
