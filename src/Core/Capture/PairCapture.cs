using SteerScope.Compute;
using SteerScope.Models;
using SteerScope.Prompts;

namespace SteerScope.Capture;

/// <summary>
/// Reads resid_post at the reading position of both answers of a pair, at every layer, in one forward pass: the two
/// answers share the keys and values of what they have in common, and nothing after the reading position is computed,
/// since causal attention lets nothing there reach back. The model's last block is computed for the reading positions alone.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class PairCapture<T>(Transformer<T> model)
    where T : class, IDisposable
{
    /// <summary>Captures the given layers for the given pairs.</summary>
    /// <param name="pairs">The pairs; all of them in the model's vocabulary.</param>
    /// <param name="layers">Layers, ascending.</param>
    /// <param name="batchTokens">Tokens in one forward pass.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <returns>One entry per layer, in the order asked.</returns>
    /// <exception cref="ArgumentException">A layer is not the model's, or they do not ascend.</exception>
    public IReadOnlyList<PairActivations> Run(
        IReadOnlyList<TokenizedPair> pairs, IReadOnlyList<int> layers, int batchTokens, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ResidualPass.Check(layers, model.Shape);
        var width = model.Shape.Width;
        var results = layers
            .Select(layer => new PairActivations(layer, pairs.Count, width, new float[pairs.Count * width], new float[pairs.Count * width]))
            .ToArray();
        var lengths = pairs.Select(ComputedTokens).ToArray();
        foreach (var range in TokenBudget.Cut(lengths, batchTokens))
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, count) = range.GetOffsetAndLength(pairs.Count);
            var (batch, rows) = Pack(pairs, first, count);
            ResidualPass.Run(model, batch, layers, rows, (i, read) => Keep(read, first, results[i]));
        }

        return results;
    }

    /// <summary>Tokens that a pair costs: what both answers share once, then each answer up to the reading position.</summary>
    private static int ComputedTokens(TokenizedPair pair) =>
        pair.Trunk.Count + TailLength(pair, pair.MatchingReadPosition) + TailLength(pair, pair.OtherReadPosition);

    private static int TailLength(TokenizedPair pair, int readPosition) => readPosition - pair.LetterPosition + 1;

    /// <summary>Packs pairs; the rows are those of the reading positions, all matching answers' before all others'.</summary>
    private static (TokenBatch Batch, int[] Rows) Pack(IReadOnlyList<TokenizedPair> pairs, int first, int count)
    {
        var builder = new TokenBatchBuilder();
        var rows = new int[2 * count];
        for (var i = 0; i < count; i++)
        {
            var pair = pairs[first + i];
            var trunk = builder.Add([.. pair.Trunk]);
            var context = new KeySpan(false, trunk, pair.Trunk.Count);
            rows[i] = AddTail(builder, pair.MatchingTail, TailLength(pair, pair.MatchingReadPosition), context);
            rows[count + i] = AddTail(builder, pair.OtherTail, TailLength(pair, pair.OtherReadPosition), context);
        }

        return (builder.Build(), rows);
    }

    /// <summary>Adds an answer up to its reading position and returns the row of that position.</summary>
    private static int AddTail(TokenBatchBuilder builder, IReadOnlyList<int> tail, int length, KeySpan context) =>
        builder.Add([.. tail.Take(length)], context) + length - 1;

    private void Keep(T read, int first, PairActivations result)
    {
        var values = model.ToHost(read); // [2n, d]
        var half = values.Length / 2;
        values.AsSpan(0, half).CopyTo(result.Matching.AsSpan(first * result.Width));
        values.AsSpan(half).CopyTo(result.NotMatching.AsSpan(first * result.Width));
    }
}
