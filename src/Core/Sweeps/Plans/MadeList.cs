using System.Collections;

namespace SteerScope.Sweeps.Plans;

/// <summary>A list whose members are made whenever they are asked for: plans are long, and few of their members are needed at a time.</summary>
/// <typeparam name="T">The members.</typeparam>
/// <param name="count">How many there are.</param>
/// <param name="make">Makes one from its index.</param>
internal sealed class MadeList<T>(int count, Func<int, T> make) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return make(index);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
        {
            yield return make(i);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
