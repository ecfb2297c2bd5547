using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

public sealed class TransformerFixtureTests
{
    [SharedTheory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    [InlineData("gemma2")]
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

    [Fact]
    public void Run_ShippedFixture_EqualsHuggingFace()
    {
        using var ops = new PlainOps();
        var fixture = ModelFixture.Shipped("qwen2");
        using var model = fixture.Load(ops);
        Assert.NotEqual(0, fixture.Check(model));
    }
}
