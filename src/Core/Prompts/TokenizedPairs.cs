using System.Collections;

namespace SteerScope.Prompts;

/// <summary>
/// Tokenised pairs whose ids lie in a temporary file: a pair is read when it is asked for, and 24 bytes of it are in memory,
/// however long it is. Whoever goes through a range more than once takes it with <see cref="Range"/>. Several threads may read.
/// </summary>
public sealed class TokenizedPairs : IReadOnlyList<TokenizedPair>
{
    private readonly PairScratch scratch;
    private readonly PairPlace[] places;

    internal TokenizedPairs(PairScratch scratch, PairPlace[] places)
    {
        this.scratch = scratch;
        this.places = places;
    }

    /// <inheritdoc/>
    public int Count => places.Length;

    /// <summary>Reads a pair.</summary>
    public TokenizedPair this[int index] => scratch.Read(places[index]);

    /// <summary>Reads consecutive pairs: fewer where the list ends before.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="most">How many.</param>
    public TokenizedPair[] Range(int first, int most) => Array.ConvertAll(Slice(first, most).ToArray(), scratch.Read);

    /// <summary>Lengths of consecutive pairs, which are not read for it.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="most">How many; fewer where the list ends before.</param>
    public PairLengths[] Lengths(int first, int most) => Array.ConvertAll(Slice(first, most).ToArray(), place => place.Lengths);

    /// <summary>The place of a pair among the rows of its file, from 0; it is not read for it.</summary>
    public int RowOf(int index) => places[index].Row;

    /// <summary>Some of the pairs, in the order given.</summary>
    internal TokenizedPairs Pick(IReadOnlyCollection<int> indexes) => new(scratch, [.. indexes.Select(index => places[index])]);

    /// <inheritdoc/>
    public IEnumerator<TokenizedPair> GetEnumerator() => places.Select(scratch.Read).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ReadOnlySpan<PairPlace> Slice(int first, int most) => places.AsSpan(first, Math.Min(most, places.Length - first));
}
