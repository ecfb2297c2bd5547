using SteerScope.Capture;
using SteerScope.Devices;
using SteerScope.Prompts;

namespace SteerScope.Saes.Training;

/// <summary>
/// resid_post of ordinary text, computed as it is asked for. Positions are chunks of the training part of the text; where the text
/// ends it begins again. Of the first chunks of the text every tenth is held out, until there are enough.
/// </summary>
/// <param name="model">The model on its device.</param>
/// <param name="corpus">The text.</param>
/// <param name="layers">Layers, ascending.</param>
/// <param name="heldOutChunks">Chunks that are held out, at least 1; fewer where the text is short.</param>
/// <param name="batchTokens">Tokens of one forward pass.</param>
public sealed class TextActivations(ILoadedModel model, TextCorpus corpus, IReadOnlyList<int> layers, int heldOutChunks, int batchTokens)
    : IActivationSource, IDisposable
{
    private const int HeldOutEvery = 10;

    private IEnumerator<TextChunk>? chunks;
    private long at;
    private long? perRound;

    /// <inheritdoc/>
    public int Width => model.Shape.Width;

    /// <inheritdoc/>
    public IReadOnlyList<int> Layers => layers;

    /// <inheritdoc/>
    /// <exception cref="InputException">The text is at fault, or has no more than what is held out.</exception>
    public ActivationBlock Read(long position, int rows, CancellationToken cancellation)
    {
        Seek(position, cancellation);
        var taken = new List<TextChunk>();
        for (var count = 0; count < rows; count += taken[^1].Counted)
        {
            cancellation.ThrowIfCancellationRequested();
            taken.Add(Next());
        }

        var values = layers.Select(_ => new float[checked(rows * Width)]).ToArray();
        var filled = 0;
        foreach (var captured in Capture(taken, cancellation))
        {
            for (var layer = 0; layer < values.Length; layer++)
            {
                var length = Math.Min(captured[layer].Length, values[layer].Length - filled);
                captured[layer].AsSpan(0, length).CopyTo(values[layer].AsSpan(filled));
            }

            filled = Math.Min(filled + captured[0].Length, values[0].Length);
        }

        return new ActivationBlock(values, at);
    }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<float[]>> HeldOut(CancellationToken cancellation) => Capture(
        [.. corpus.Chunks().Take(HeldOutEvery * heldOutChunks).Where(chunk => IsHeldOut(chunk.Index))], cancellation);

    /// <inheritdoc/>
    public void Dispose() => chunks?.Dispose();

    private bool IsHeldOut(int index) => index % HeldOutEvery == 0 && index / HeldOutEvery < heldOutChunks;

    private IEnumerable<IReadOnlyList<float[]>> Capture(List<TextChunk> text, CancellationToken cancellation)
    {
        foreach (var range in TokenBudget.Cut([.. text.Select(chunk => chunk.Ids.Count)], batchTokens))
        {
            var (first, count) = range.GetOffsetAndLength(text.Count);
            TextChunk[] batch = [.. text.Skip(first).Take(count)];
            int[][] counted = [.. batch.Select(chunk => Enumerable.Range(chunk.FirstCounted, chunk.Counted).ToArray())];
            var captured = model.CaptureText(batch, layers, counted, batchTokens, cancellation);
            foreach (var layer in captured)
            {
                // The norms are those of the same rows, and infinite where one of them is.
                if (layer.Norms.Any(norm => !float.IsFinite(norm)))
                {
                    throw new InputException($"resid_post of layer {layer.Layer} holds numbers that are not finite; the model should be one that computes the text.");
                }
            }

            yield return [.. captured.Select(layer => layer.Sample)];
        }
    }

    private void Seek(long position, CancellationToken cancellation)
    {
        if (position < at || chunks is null)
        {
            Restart();
            at = 0;
        }

        while (at < position)
        {
            cancellation.ThrowIfCancellationRequested();
            Next();
            if (perRound is { } round && position - at >= round)
            {
                // Whole rounds of the text need not be read.
                at += (position - at) / round * round;
            }
        }
    }

    private TextChunk Next()
    {
        for (var round = 0; round < 2; round++)
        {
            while (chunks!.MoveNext())
            {
                if (!IsHeldOut(chunks.Current.Index))
                {
                    at++;
                    return chunks.Current;
                }
            }

            perRound ??= at;
            Restart();
        }

        throw new InputException("--text holds no more than one chunk of tokens; training needs at least two, of which one is held out.");
    }

    private void Restart()
    {
        chunks?.Dispose();
        chunks = corpus.Chunks().GetEnumerator();
    }
}
