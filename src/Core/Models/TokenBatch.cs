using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// Token sequences packed one after the other, without padding: what a transformer works on. Made by
/// <see cref="TokenBatchBuilder"/>, which checks what it is given.
/// </summary>
/// <param name="Ids">Token of every row, [N]; empty for a batch that continues a residual stream and never meets <c>Embed</c>.</param>
/// <param name="Segments">The runs of rows and what each attends to.</param>
/// <param name="Positions">Position of every row in its sequence, [N].</param>
public sealed record TokenBatch(int[] Ids, IReadOnlyList<Segment> Segments, int[] Positions)
{
    /// <summary>Number of rows, N.</summary>
    public int Rows => Positions.Length;

    /// <summary>Some rows as a batch of their own that continues a residual stream, this batch's keys and values being its cache.</summary>
    /// <exception cref="ArgumentException">A row is not this batch's, or its segment has cached rows before it.</exception>
    internal TokenBatch Only(IReadOnlyList<int> rows)
    {
        var segmentOf = new int[Rows];
        foreach (var (index, segment) in Segments.Index())
        {
            segmentOf.AsSpan(segment.Start, segment.Length).Fill(index);
        }

        var builder = new TokenBatchBuilder();
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Rows)
            {
                throw new ArgumentException($"Row {row} is not one of the batch's {Rows}.", nameof(rows));
            }

            builder.AddContinuation(1, Before(Segments[segmentOf[row]], row));
        }

        return builder.Build();
    }

    private static KeySpan[] Before(Segment segment, int row)
    {
        if (segment.Context.Any(span => span.Cached))
        {
            throw new ArgumentException($"Row {row} attends to cached rows: its batch's keys alone are no cache for it.", nameof(row));
        }

        IEnumerable<KeySpan> context = segment.Context.Select(span => span with { Cached = true });
        return [.. row == segment.Start ? context : context.Append(new KeySpan(true, segment.Start, row - segment.Start))];
    }

    /// <summary>A batch of one sequence.</summary>
    public static TokenBatch Single(ReadOnlySpan<int> ids)
    {
        var builder = new TokenBatchBuilder();
        builder.Add(ids);
        return builder.Build();
    }
}
