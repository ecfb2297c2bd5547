using SteerScope.Prompts;

namespace SteerScope.Sweeps.Preparation;

/// <summary>Ordinary text, tokenised and cut.</summary>
/// <param name="Chunks">All chunks in order.</param>
/// <param name="ShardChunks">Chunks per work item.</param>
/// <param name="SampleStride">Every that many counted tokens, one activation is kept for distributions; 0 keeps none.</param>
/// <param name="TokensTaken">Tokens taken from the files, BOS not counted: fewer than asked for where the files end before.</param>
/// <param name="FileDigests">Digests of the files.</param>
public sealed record PreparedCorpus(
    IReadOnlyList<TextChunk> Chunks, int ShardChunks, long SampleStride, long TokensTaken, IReadOnlyList<string> FileDigests)
{
    private readonly long[] _countedBefore = CountedBefore(Chunks);

    /// <summary>Number of work items.</summary>
    public int Shards => (Chunks.Count + ShardChunks - 1) / ShardChunks;

    /// <summary>Tokens that statistics count.</summary>
    public long CountedTokens => _countedBefore[^1];

    /// <summary>The chunks of a shard.</summary>
    public IReadOnlyList<TextChunk> Shard(int shard) => new ListSlice<TextChunk>(Chunks, shard * ShardChunks, ShardChunks);

    /// <summary>
    /// Positions of a shard's chunks whose activations are kept. Which tokens these are follows from their place in the
    /// whole text, so that other shard borders keep the same ones.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Sampled(int shard)
    {
        var index = _countedBefore[shard * ShardChunks];
        var sampled = new List<IReadOnlyList<int>>();
        foreach (var chunk in Shard(shard))
        {
            sampled.Add(Sampled(chunk, index));
            index += chunk.Counted;
        }

        return sampled;
    }

    private List<int> Sampled(TextChunk chunk, long index)
    {
        var positions = new List<int>();
        if (SampleStride > 0)
        {
            for (var i = (SampleStride - (index % SampleStride)) % SampleStride; i < chunk.Counted; i += SampleStride)
            {
                positions.Add(chunk.FirstCounted + (int)i);
            }
        }

        return positions;
    }

    private static long[] CountedBefore(IReadOnlyList<TextChunk> chunks)
    {
        var before = new long[chunks.Count + 1];
        for (var i = 0; i < chunks.Count; i++)
        {
            before[i + 1] = before[i] + chunks[i].Counted;
        }

        return before;
    }
}
