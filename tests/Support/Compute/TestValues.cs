namespace SteerScope.Tests.Support.Compute;

/// <summary>Values for tests that are the same everywhere.</summary>
public static class TestValues
{
    /// <summary>Roughly normal values: sums of uniform ones from a 64-bit linear congruential generator (Knuth's MMIX constants).</summary>
    public static float[] Normal(int count, int seed, float scale = 1f)
    {
        var values = new float[count];
        var state = ((ulong)seed * 0x9E3779B97F4A7C15UL) + 1;
        for (var index = 0; index < count; index++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < 6; draw++)
            {
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                sum += (state >> 40) / (double)(1 << 24);
            }

            values[index] = (float)((sum - 3) * Math.Sqrt(2)) * scale;
        }

        return values;
    }
}
