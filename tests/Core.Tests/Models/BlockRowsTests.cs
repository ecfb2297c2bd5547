using SteerScope.Compute;
using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Steering;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>Rows of a block that are computed without the others are those of the whole block, to the last bit.</summary>
public sealed class BlockRowsTests
{
    private const int Layer = SteeringModels.Layers - 1;

    // The first and the last row of segments, one in the middle, out of order, one twice; the prompt is longer than the windows.
    private static readonly int[] Rows = [11, 0, 9, 4, 13, 11, 10];

    public static TheoryData<string> Models => [.. SteeringModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void BlockRows_AnyRows_AreThoseOfTheWholeBlock(string name)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load(name, ops);
        var batch = Batch();
        using var resid = model.Embed(batch);
        using var whole = model.Block(Layer, resid, batch);
        using var expected = ops.GatherRows(whole, Rows);
        using var rows = model.BlockRows(Layer, resid, batch, Rows);

        Assert.Equal(model.ToHost(expected), model.ToHost(rows));
    }

    [Fact]
    public void Keys_OfABatch_AreThoseThatItsBlockHandsOut()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("qwen3", ops);
        var batch = Batch();
        using var resid = model.Embed(batch);
        using var whole = model.Block(Layer, resid, batch, null, out var own);
        using var keys = model.Keys(Layer, resid, batch);

        Assert.Equal(model.ToHost(own.Keys), model.ToHost(keys.Keys));
        Assert.Equal(model.ToHost(own.Values), model.ToHost(keys.Values));
        own.Dispose();
    }

    [Fact]
    public void BlockRows_RowThatTheBatchLacks_IsRefused()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        var batch = Batch();
        using var resid = model.Embed(batch);

        Assert.Throws<ArgumentException>(() => model.BlockRows(Layer, resid, batch, [14]));
    }

    [Fact]
    public void BlockRows_BatchOverCachedRows_IsRefused()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        var builder = new TokenBatchBuilder();
        builder.Add([1, 2], new KeySpan(true, 0, 3));
        var batch = builder.Build();
        using var resid = model.Embed(batch);

        Assert.Throws<ArgumentException>(() => model.BlockRows(Layer, resid, batch, [1]));
    }

    /// <summary>A prompt of ten tokens, two answers of two that share it.</summary>
    private static TokenBatch Batch()
    {
        var builder = new TokenBatchBuilder();
        var prompt = builder.Add([1, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        builder.Add([14, 15], new KeySpan(false, prompt, 10));
        builder.Add([16, 15], new KeySpan(false, prompt, 10));
        return builder.Build();
    }
}
