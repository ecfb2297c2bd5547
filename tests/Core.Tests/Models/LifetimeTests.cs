using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>Device memory is freed whatever happens.</summary>
public sealed class LifetimeTests
{
    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public void Run_AnyOperationFails_NothingStaysAlive(string name) =>
        CheckEveryFailure(name == "llama" ? TinyModel.Llama().Load : TinyModel.Gpt2().Load);

    [Theory]
    [InlineData("qwen3")]
    [InlineData("gemma3_text")]
    [InlineData("phi3_longrope")]
    [InlineData("gpt_neox_parallel")]
    public void Run_AnyOperationFailsInAFixture_NothingStaysAlive(string name) => CheckEveryFailure(ModelFixture.Shipped(name).Load);

    [SharedFact]
    public void Run_AnyOperationFailsInGemma_NothingStaysAlive() => CheckEveryFailure(ModelFixture.Shared("gemma2").Load);

    [Fact]
    public void Block_WithKeysAsked_AnyOperationFails_NothingStaysAlive()
    {
        using var ops = new PlainOps();
        using var model = TinyModel.Llama().Load(ops);
        var batch = TokenBatch.Single([1, 2, 3]);
        using var resid = model.Embed(batch);
        var (alive, calls) = (ops.Alive, ops.Calls);
        model.Block(0, resid, batch, null, out var own).Dispose();
        own.Dispose();
        Assert.Equal(alive, ops.Alive);

        var needed = ops.Calls - calls;
        Assert.InRange(needed, 10, 40);
        for (var i = 1; i <= needed; i++)
        {
            ops.FailAt = ops.Calls + i;
            Assert.Throws<InvalidOperationException>(() => model.Block(0, resid, batch, null, out _));
            Assert.Equal(alive, ops.Alive);
        }
    }

    private static void CheckEveryFailure(Func<PlainOps, Transformer<PlainTensor>> load)
    {
        var steer = new Func<Transformer<PlainTensor>, SteerRequest>(
            model => new SteerRequest(0, [.. Enumerable.Repeat(1f, model.Shape.Width)], 2, SteerPositions.Last));
        using var counting = new PlainOps();
        using (var model = load(counting))
        {
            TraceRunner<PlainTensor>.Run(model, [1, 2, 3], steer(model));
        }

        Assert.Equal(0, counting.Alive);
        for (var failAt = 1; failAt <= counting.Calls; failAt++)
        {
            using var ops = new PlainOps { FailAt = failAt };
            Assert.Throws<InvalidOperationException>(() =>
            {
                using var model = load(ops);
                TraceRunner<PlainTensor>.Run(model, [1, 2, 3], steer(model));
            });
            Assert.Equal(0, ops.Alive);
        }
    }
}
