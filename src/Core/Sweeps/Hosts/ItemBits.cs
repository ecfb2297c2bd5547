using System.Numerics;

namespace SteerScope.Sweeps.Hosts;

/// <summary>A bit for every item of a plan.</summary>
internal sealed class ItemBits(int count)
{
    private readonly ulong[] _words = new ulong[(count + 63) / 64];

    /// <summary>The bit of an item.</summary>
    public bool this[int item]
    {
        get => (_words[item >> 6] >> (item & 63) & 1) != 0;
        set
        {
            var bit = 1UL << (item & 63);
            ref var word = ref _words[item >> 6];
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>The first item from one on, and before another, whose bit is set; -1 when there is none.</summary>
    public int Next(int from, int end)
    {
        while (from < end)
        {
            var rest = _words[from >> 6] >> (from & 63);
            if (rest != 0)
            {
                var found = from + BitOperations.TrailingZeroCount(rest);
                return found < end ? found : -1;
            }

            from = (from | 63) + 1;
        }

        return -1;
    }
}
