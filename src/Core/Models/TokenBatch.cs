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

    /// <summary>A batch of one sequence.</summary>
    public static TokenBatch Single(ReadOnlySpan<int> ids)
    {
        var builder = new TokenBatchBuilder();
        builder.Add(ids);
        return builder.Build();
    }
}
