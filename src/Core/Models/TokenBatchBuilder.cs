using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// Packs token sequences into a <see cref="TokenBatch"/>. A segment may be preceded by rows of the batch that were added
/// before it, or by cached rows; its first position follows from their lengths.
/// </summary>
/// <param name="vocabulary">Number of token ids, to check ids as they come; 0 where it is not known.</param>
public sealed class TokenBatchBuilder(int vocabulary = 0)
{
    private readonly List<int> ids = [];
    private readonly List<Segment> segments = [];
    private readonly List<int> positions = [];

    /// <summary>Number of rows so far.</summary>
    public int Rows => positions.Count;

    /// <summary>Adds a segment of tokens and returns its first row.</summary>
    /// <exception cref="InputException">An id is outside the vocabulary.</exception>
    /// <exception cref="ArgumentException">The segment is empty, or its context is not what could precede it.</exception>
    public int Add(ReadOnlySpan<int> ids, params ReadOnlySpan<KeySpan> context)
    {
        if (this.ids.Count < Rows)
        {
            throw new ArgumentException("The segments before this one have no ids; a batch has them throughout or not at all.", nameof(ids));
        }

        foreach (var id in ids)
        {
            TokenIds.Check(id, vocabulary);
        }

        var start = AddSegment(ids.Length, context);
        this.ids.AddRange(ids);
        return start;
    }

    /// <summary>Adds a segment whose residual stream the caller already has, so that ids do not matter; returns its first row.</summary>
    /// <exception cref="ArgumentException">The segment is empty, or its context is not what could precede it.</exception>
    public int AddContinuation(int length, params ReadOnlySpan<KeySpan> context)
    {
        if (ids.Count > 0)
        {
            throw new ArgumentException("The segments before this one have ids; a batch has them throughout or not at all.", nameof(length));
        }

        return AddSegment(length, context);
    }

    /// <summary>The batch of everything added so far.</summary>
    public TokenBatch Build() => new([.. ids], [.. segments], [.. positions]);

    private int AddSegment(int length, ReadOnlySpan<KeySpan> context)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var start = Rows;
        var position = 0;
        foreach (var span in context)
        {
            CheckSpan(span, position);
            position = checked(position + span.Length);
        }

        segments.Add(new Segment(start, length, position, context.ToArray()));
        positions.AddRange(Enumerable.Range(position, length));
        return start;
    }

    private void CheckSpan(KeySpan span, int position)
    {
        if (span.Start < 0 || span.Length <= 0 || (!span.Cached && span.Start > Rows - span.Length))
        {
            throw new ArgumentException($"{span} is not a run of rows that come before this segment (row {Rows}).", nameof(span));
        }

        // Keys are rotated by their position, so a row can only stand where it was computed.
        for (var i = 0; i < span.Length && !span.Cached; i++)
        {
            if (positions[span.Start + i] != position + i)
            {
                throw new ArgumentException(
                    $"Row {span.Start + i} was computed at position {positions[span.Start + i]} and cannot be context at position {position + i}.", nameof(span));
            }
        }
    }
}
