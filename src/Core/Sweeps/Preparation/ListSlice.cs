using System.Collections;

namespace SteerScope.Sweeps.Preparation;

/// <summary>Some consecutive members of a list, which stays where it is.</summary>
/// <typeparam name="T">The members.</typeparam>
/// <param name="list">The whole list.</param>
/// <param name="first">Index of the first member.</param>
/// <param name="most">How many, or fewer where the list ends before.</param>
internal sealed class ListSlice<T>(IReadOnlyList<T> list, int first, int most) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count { get; } = Math.Clamp(list.Count - first, 0, most);

    /// <inheritdoc/>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return list[first + index];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return list[first + i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
