using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Specs;

public sealed class TextKindTests
{
    // A pattern is filled in a thousand times, once for each layer that there could be.
    [Fact]
    public void Check_PatternThatNoPathCanMatch_IsRefusedWithoutTryingIt()
    {
        var problems = SpecFile.Check($"model: m\nbehaviours: b.jsonl\nsaes:\n- path: s\n  pattern: '{{layer}}{new string('x', 5000)}'\n", "spec.yaml", checkFiles: false, out _);

        var problem = Assert.Single(problems);
        Assert.Equal((5, "saes[0].pattern", "has 5007 characters; it should have at most 4096"), (problem.Line, problem.Path, problem.Message));
    }
}
