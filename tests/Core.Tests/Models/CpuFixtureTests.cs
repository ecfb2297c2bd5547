using SteerScope.Compute.Cpu;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>The same checkpoints on the managed kernels: what `steerscope trace` writes.</summary>
public sealed class CpuFixtureTests
{
    [SharedTheory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    [InlineData("gemma2")]
    public void Run_SharedFixture_EqualsHuggingFace(string name)
    {
        using var ops = new CpuOps(threads: 2);
        var fixture = ModelFixture.Shared(name);
        using var model = fixture.Load(ops);

        // 5 cases and 4 steered runs: resid_pre (unsteered only), every layer, final norm, logits.
        Assert.Equal((5 * (model.Shape.Layers + 3)) + (4 * (model.Shape.Layers + 2)), fixture.Check(model));
    }

    [Fact]
    public void Run_ShippedFixture_EqualsHuggingFace()
    {
        using var ops = new CpuOps();
        var fixture = ModelFixture.Shipped("qwen2");
        using var model = fixture.Load(ops);
        Assert.NotEqual(0, fixture.Check(model));
    }
}
