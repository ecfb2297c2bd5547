namespace SteerScope.Measuring.Worlds;

/// <summary>Seeded random numbers, the same everywhere (xorshift64*); quick enough for the weights of a large model.</summary>
public sealed class RandomNumbers(ulong seed)
{
    private ulong state = seed | 1;

    /// <summary>Uniform in 0 ... count - 1.</summary>
    public int Next(int count) => (int)(Bits() % (uint)count);

    /// <summary>Values of mean 0 and the given standard deviation, uniformly distributed.</summary>
    public float[] Values(int count, double deviation)
    {
        var values = new float[count];
        var step = deviation * Math.Sqrt(12) / (1u << 24);
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(((Bits() & 0xFFFFFF) - 8388607.5) * step);
        }

        return values;
    }

    private uint Bits()
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return (uint)((state * 0x2545F4914F6CDD1D) >> 32);
    }
}
