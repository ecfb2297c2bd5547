using SteerScope.Measuring.Worlds;
using SteerScope.Models;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests.GpuBenchmark;

public sealed class CountedOpsTests
{
    [Fact]
    public void Count_OfBlocks_IsWhatAHandCounts()
    {
        const int Tokens = 40;
        using var folder = new RandomCheckpoint(ModelSize.TinyGemma);
        using var checkpoint = Checkpoint.Open(folder.Folder);
        using var counted = new CountedOps<Tensor>(TestOps.Open());
        using var model = TransformerLoader.Load(counted, checkpoint);
        var builder = new TokenBatchBuilder();
        builder.Add([.. Enumerable.Range(1, Tokens)]);
        var batch = builder.Build();
        using var resid = model.Embed(batch);

        // d 64, 4 query and 2 key heads of 16, MLP 128: q, k, v, o and gate, up, down.
        const double Linear = 2.0 * Tokens * ((64 * 64) + (64 * 32) + (64 * 32) + (64 * 64) + (3 * 64 * 128));

        // Two products of 2 operations per query head, seen key and dimension. Even layers have a window of 32.
        const double Window = 4.0 * 4 * 16 * ((32 * 33 / 2) + (8 * 32));
        const double Whole = 4.0 * 4 * 16 * (40 * 41 / 2);
        Assert.Equal(Linear + Window, CountOf(0));
        Assert.Equal(Linear + Whole, CountOf(1));

        double CountOf(int layer)
        {
            counted.Reset();
            model.Block(layer, resid, batch).Dispose();
            return counted.Count;
        }
    }

    [Theory]
    [InlineData(0, 31 + 32 + 33 + 34)]
    [InlineData(100, 31 + 32 + 33 + 34)]
    [InlineData(32, 31 + 32 + 32 + 32)]
    [InlineData(8, 4 * 8)]
    public void Count_OfRowsAfterCachedOnes_CountsTheKeysInTheWindow(int window, int seen)
    {
        using var counted = new CountedOps<Tensor>(TestOps.Open());
        using var rows = counted.Upload(new float[4 * 16], 4, 16);
        using var cache = counted.Upload(new float[30 * 16], 30, 16);
        counted.Attention(rows, rows, rows, cache, cache, [new Segment(0, 4, 30, [new KeySpan(true, 0, 30)])], new AttentionShape(1, 1, 16, 1, window)).Dispose();
        Assert.Equal(4.0 * 16 * seen, counted.Count);
    }

    [Fact]
    public void Count_OfSomeOutputs_CountsThese()
    {
        using var folder = new RandomCheckpoint(ModelSize.TinyGemma);
        using var checkpoint = Checkpoint.Open(folder.Folder);
        using var counted = new CountedOps<Tensor>(TestOps.Open());
        using var model = TransformerLoader.Load(counted, checkpoint);
        using var rows = counted.Upload(new float[3 * 64], 3, 64);
        model.Logits(rows, [5, 6]).Dispose();
        Assert.Equal(2.0 * 3 * 64 * 2, counted.Count);
    }
}
