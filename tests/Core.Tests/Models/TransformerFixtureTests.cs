using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

public sealed class TransformerFixtureTests
{
    public static TheoryData<string> Shared => [.. ModelFixture.SharedNames];

    public static TheoryData<string> Shipped => [.. ModelFixture.ShippedNames];

    [SharedTheory]
    [MemberData(nameof(Shared))]
    public void Run_SharedFixture_EqualsHuggingFace(string name)
    {
        using var ops = new PlainOps();
        var fixture = ModelFixture.Shared(name);
        using (var model = fixture.Load(ops))
        {
            // 5 cases and 4 steered runs: resid_pre (unsteered only), every layer, final norm, logits.
            Assert.Equal((5 * (model.Shape.Layers + 3)) + (4 * (model.Shape.Layers + 2)), fixture.Check(model));
        }

        Assert.Equal(0, ops.Alive);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Run_ShippedFixture_EqualsHuggingFace(string name)
    {
        using var ops = new PlainOps();
        var fixture = ModelFixture.Shipped(name);
        using var model = fixture.Load(ops);
        Assert.InRange(fixture.Check(model), 10, 1000);
    }
}
