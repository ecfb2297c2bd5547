using SteerScope.Compute.Cpu;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>The same checkpoints on the managed kernels: what `steerscope trace` writes.</summary>
public sealed class CpuFixtureTests
{
    public static TheoryData<string> Shared => [.. ModelFixture.SharedNames];

    public static TheoryData<string> Shipped => [.. ModelFixture.ShippedNames];

    [SharedTheory]
    [MemberData(nameof(Shared))]
    public void Run_SharedFixture_EqualsHuggingFace(string name)
    {
        using var ops = new CpuOps(threads: 2);
        var fixture = ModelFixture.Shared(name);
        using var model = fixture.Load(ops);

        // 5 cases and 4 steered runs: resid_pre (unsteered only), every layer, final norm, logits.
        Assert.Equal((5 * (model.Shape.Layers + 3)) + (4 * (model.Shape.Layers + 2)), fixture.Check(model));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Run_ShippedFixture_EqualsHuggingFace(string name)
    {
        using var ops = new CpuOps();
        var fixture = ModelFixture.Shipped(name);
        using var model = fixture.Load(ops);
        Assert.InRange(fixture.Check(model), 10, 1000);
    }
}
