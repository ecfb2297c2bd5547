using SteerScope.Prompts;

namespace SteerScope.Sweeps.Preparation;

/// <summary>Ordinary text, tokenised and cut.</summary>
/// <param name="Chunks">All chunks in order.</param>
/// <param name="ShardChunks">Chunks per work item.</param>
/// <param name="SampleStride">Every that many counted tokens, one activation is kept for distributions; 0 keeps none.</param>
/// <param name="TokensTaken">Tokens taken from the files, BOS not counted: fewer than asked for where the files end before.</param>
/// <param name="FileDigests">Digests of the files.</param>
public sealed record PreparedCorpus(
    TextChunks Chunks, int ShardChunks, long SampleStride, long TokensTaken, IReadOnlyList<string> FileDigests)
{
    /// <summary>Number of work items.</summary>
    public int Shards => (Chunks.Count + ShardChunks - 1) / ShardChunks;

    /// <summary>Tokens that statistics count.</summary>
    public long CountedTokens => Chunks.CountedTokens;

    /// <summary>The chunks of a shard, in memory.</summary>
    public IReadOnlyList<TextChunk> Shard(int shard) => [.. new ListSlice<TextChunk>(Chunks, shard * ShardChunks, ShardChunks)];

    /// <summary>Ids of a shard, BOS included.</summary>
    public long Tokens(int shard) =>
        Enumerable.Range(shard * ShardChunks, Math.Min(ShardChunks, Chunks.Count - (shard * ShardChunks))).Sum(chunk => (long)Chunks.LengthOf(chunk));

    /// <summary>
    /// Positions of a shard's chunks whose activations are kept. Which tokens these are follows from their place in the
    /// whole text, so that other shard borders keep the same ones.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Sampled(int shard)
    {
        var first = shard * ShardChunks;
        return [.. Enumerable.Range(first, Math.Min(ShardChunks, Chunks.Count - first)).Select(SampledOf)];
    }

    private List<int> SampledOf(int chunk)
    {
        var (index, counted) = (Chunks.CountedBefore(chunk), Chunks.LengthOf(chunk) - Chunks.FirstCountedOf(chunk));
        var positions = new List<int>();
        if (SampleStride > 0)
        {
            for (var i = (SampleStride - (index % SampleStride)) % SampleStride; i < counted; i += SampleStride)
            {
                positions.Add(Chunks.FirstCountedOf(chunk) + (int)i);
            }
        }

        return positions;
    }
}
