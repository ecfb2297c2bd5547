using SteerScope.Models;
using SteerScope.Prompts;

namespace SteerScope.Capture;

/// <summary>
/// Runs ordinary text through the model and keeps, per layer, the norm of every token, the sum of the activations and a
/// sample of them. Everything is reduced on the device: no [tokens, d] tensor leaves it.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class TextCapture<T>(Transformer<T> model)
    where T : class, IDisposable
{
    /// <summary>Captures the given layers for the given chunks.</summary>
    /// <param name="chunks">Chunks of text, each its own sequence.</param>
    /// <param name="layers">Layers, ascending.</param>
    /// <param name="sampled">Positions of each chunk whose activations are kept, ascending.</param>
    /// <param name="batchTokens">Tokens in one forward pass.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <returns>One entry per layer, in the order asked. Sums are added up batch by batch, so that their last bits follow the budget.</returns>
    /// <exception cref="ArgumentException">A layer is not the model's, they do not ascend, or the sampled positions are not one list per chunk.</exception>
    public IReadOnlyList<ChunkActivations> Run(
        IReadOnlyList<TextChunk> chunks,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>> sampled,
        int batchTokens,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(sampled);
        ResidualPass.Check(layers, model.Shape);
        if (sampled.Count != chunks.Count)
        {
            throw new ArgumentException($"There are sampled positions for {sampled.Count} chunks, and the chunks are {chunks.Count}.", nameof(sampled));
        }

        var accumulators = layers.Select(layer => new LayerAccumulator(layer, model.Shape.Width)).ToArray();
        foreach (var range in TokenBudget.Cut([.. chunks.Select(c => c.Ids.Count)], batchTokens))
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, count) = range.GetOffsetAndLength(chunks.Count);
            CaptureBatch(chunks.Zip(sampled).Skip(first).Take(count), layers, accumulators);
        }

        return [.. accumulators.Select(a => a.Result())];
    }

    private void CaptureBatch(IEnumerable<(TextChunk Chunk, IReadOnlyList<int> Sampled)> chunks, IReadOnlyList<int> layers, LayerAccumulator[] accumulators)
    {
        var builder = new TokenBatchBuilder();
        var counted = new List<int>();
        var kept = new List<int>();
        foreach (var (chunk, positions) in chunks)
        {
            var start = builder.Add([.. chunk.Ids]);
            counted.AddRange(Enumerable.Range(start + chunk.FirstCounted, chunk.Counted));
            kept.AddRange(positions.Select(position => start + position));
        }

        ResidualPass.Run(model, builder.Build(), layers, rows: null, (i, resid) => Reduce(resid, counted, kept, accumulators[i]));
    }

    private void Reduce(T resid, List<int> counted, List<int> sampled, LayerAccumulator accumulator)
    {
        var norms = model.Ops.RowNorms(resid); // [N]
        foreach (var row in counted)
        {
            accumulator.Norms.Add((float)norms[row]);
        }

        var sums = model.Ops.ColumnSums(resid, counted); // [d]
        for (var i = 0; i < sums.Length; i++)
        {
            accumulator.Sum[i] += sums[i];
        }

        if (sampled.Count > 0)
        {
            using var rows = model.Ops.GatherRows(resid, sampled); // [s, d]
            accumulator.Sample.AddRange(model.ToHost(rows));
        }
    }

    private sealed class LayerAccumulator(int layer, int width)
    {
        public List<float> Norms { get; } = [];

        public double[] Sum { get; } = new double[width];

        public List<float> Sample { get; } = [];

        public ChunkActivations Result() => new(layer, width, [.. Norms], Sum, [.. Sample]);
    }
}
