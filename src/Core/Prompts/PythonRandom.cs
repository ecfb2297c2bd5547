using System.Numerics;

namespace SteerScope.Prompts;

/// <summary>
/// The part of Python's <c>random.Random</c> that a shuffle needs: the Mersenne Twister MT19937 (Matsumoto and Nishimura
/// 1998), seeded from an integer as CPython does (init_by_array over the 32-bit digits of its absolute value).
/// </summary>
public sealed class PythonRandom
{
    private const int N = 624;
    private const int M = 397;

    private readonly uint[] state = new uint[N];
    private int used = N;

    /// <summary>The generator of <c>random.Random(seed)</c>.</summary>
    public PythonRandom(long seed)
    {
        var size = (ulong)(seed < 0 ? -(Int128)seed : seed);
        Seed(size > uint.MaxValue ? [(uint)size, (uint)(size >> 32)] : [(uint)size]);
    }

    /// <summary><c>getrandbits(count)</c> for 1 to 32 bits.</summary>
    public uint GetRandBits(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 32);
        return Next() >> (32 - count);
    }

    /// <summary><c>_randbelow_with_getrandbits(limit)</c>: as many bits as the limit has, drawn again while they reach it.</summary>
    public int Below(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var bits = 32 - BitOperations.LeadingZeroCount((uint)limit);
        uint drawn;
        do
        {
            drawn = GetRandBits(bits);
        }
        while (drawn >= (uint)limit);
        return (int)drawn;
    }

    private void Seed(ReadOnlySpan<uint> key)
    {
        state[0] = 19650218;
        for (var k = 1; k < N; k++)
        {
            state[k] = (1812433253 * (state[k - 1] ^ (state[k - 1] >> 30))) + (uint)k;
        }

        var (i, j) = (1, 0);
        for (var k = Math.Max(N, key.Length); k > 0; k--)
        {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1664525)) + key[j] + (uint)j;
            i = Advance(i);
            j = (j + 1) % key.Length;
        }

        for (var k = N - 1; k > 0; k--)
        {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1566083941)) - (uint)i;
            i = Advance(i);
        }

        state[0] = 0x80000000;
    }

    private int Advance(int i)
    {
        if (i + 1 < N)
        {
            return i + 1;
        }

        state[0] = state[N - 1];
        return 1;
    }

    private uint Next()
    {
        if (used == N)
        {
            Twist();
            used = 0;
        }

        var y = state[used++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (var k = 0; k < N; k++)
        {
            var y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7FFFFFFF);
            state[k] = state[(k + M) % N] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DF);
        }
    }
}
