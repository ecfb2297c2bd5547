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
    /// <returns>One entry per layer, in the order asked.</returns>
    public IReadOnlyList<ChunkActivations> Run(
        IReadOnlyList<TextChunk> chunks,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>> sampled,
        int batchTokens,
        CancellationToken cancellation = default)
    {
        var accumulators = layers.Select(layer => new LayerAccumulator(layer, model.Shape.Width)).ToArray();
        foreach (var range in TokenBudget.Cut([.. chunks.Select(c => c.Ids.Count)], batchTokens))
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, count) = range.GetOffsetAndLength(chunks.Count);
            CaptureBatch(chunks.Zip(sampled).Skip(first).Take(count), accumulators);
        }

        return [.. accumulators.Select(a => a.Result())];
    }

    private void CaptureBatch(IEnumerable<(TextChunk Chunk, IReadOnlyList<int> Sampled)> chunks, LayerAccumulator[] accumulators)
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

        var batch = builder.Build();
        var next = 0;
        var resid = model.Embed(batch);
        try
        {
            for (var layer = 0; next < accumulators.Length; layer++)
            {
                var output = model.Block(layer, resid, batch);
                resid.Dispose();
                resid = output;
                if (layer == accumulators[next].Layer)
                {
                    Reduce(resid, counted, kept, accumulators[next]);
                    next++;
                }
            }
        }
        finally
        {
            resid.Dispose();
        }
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
        public int Layer => layer;

        public List<float> Norms { get; } = [];

        public double[] Sum { get; } = new double[width];

        public List<float> Sample { get; } = [];

        public ChunkActivations Result() => new(layer, width, [.. Norms], Sum, [.. Sample]);
    }
}
