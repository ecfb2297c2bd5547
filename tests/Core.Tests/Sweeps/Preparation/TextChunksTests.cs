using SteerScope.Prompts;
using SteerScope.Sweeps.Preparation;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Preparation;

public sealed class TextChunksTests
{
    private static readonly TextChunk[] Three = [new(0, [1, 7, 8, 9], 1), new(1, [1, 3, 4, 5], 1), new(2, [1, 70_000], 1)];

    [Fact]
    public void Keep_Chunks_GivesThemBackInAnyOrder()
    {
        var kept = TextChunks.Keep(Three);

        Assert.Equal(3, kept.Count);
        foreach (var index in new[] { 2, 0, 1, 1 })
        {
            Assert.Equal(Three[index].Ids, kept[index].Ids);
            Assert.Equal((Three[index].Index, Three[index].FirstCounted), (kept[index].Index, kept[index].FirstCounted));
        }

        Assert.Equal(Three.Select(c => c.Ids), kept.Select(c => c.Ids));
        Assert.Throws<ArgumentOutOfRangeException>(() => kept[3]);
    }

    [Fact]
    public void Keep_Chunks_CountsWithoutReading()
    {
        var kept = TextChunks.Keep(Three);

        Assert.Equal([4, 4, 2], Enumerable.Range(0, 3).Select(kept.LengthOf));
        Assert.Equal([0, 3, 6, 7], Enumerable.Range(0, 4).Select(kept.CountedBefore));
        Assert.Equal((10, 7), (kept.Tokens, kept.CountedTokens));
    }

    [Fact]
    public void Keep_LastChunkWithinTheSkippedPositions_CountsNothingOfIt()
    {
        var kept = TextChunks.Keep([new TextChunk(0, [1, 7, 8, 9], 3), new TextChunk(1, [1, 2], 2)]);

        Assert.Equal(2, kept[1].FirstCounted);
        Assert.Equal(1, kept.CountedTokens);
    }

    [Fact]
    public void Keep_ShortChunkBeforeTheLast_IsRefused() =>
        Assert.Throws<ArgumentException>(() => TextChunks.Keep([Three[0], Three[2], Three[1]]));

    [Fact]
    public void Keep_WhatTheTextsReaderThrows_IsNotTakenForTheFilesFault() =>
        Assert.Throws<IOException>(() => TextChunks.Keep(Three.Select(c => c.Index == 2 ? throw new IOException("the text's disk") : c)));

    [Fact]
    public void Read_ByManyThreads_IsWhatWasKept()
    {
        var kept = TextChunks.Keep(Enumerable.Range(0, 500).Select(i => new TextChunk(i, [i, i + 1, i + 2], 0)));

        Parallel.For(0, 2000, i => Assert.Equal([i % 500, (i % 500) + 1, (i % 500) + 2], kept[i % 500].Ids));
    }
}
