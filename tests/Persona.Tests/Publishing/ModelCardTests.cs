using SteerScope.Persona.Evaluation;
using SteerScope.Persona.Publishing;
using Xunit;

namespace SteerScope.Persona.Tests.Publishing;

public sealed class ModelCardTests
{
    [Fact]
    public void Text_Score_StandsInTheTable()
    {
        var score = new Score("test", "letter", 200, 100, [new BehaviourScore("corrigible", 0.975, 0.5, [-0.25, -0.001, 1.5], [0, 0, 0], [0, 0, 0])]);

        var lines = ModelCard.Text(layers: 3, weights: 12345, score).Split('\n');

        Assert.Contains("| corrigible | 0.975 | 0.500 | -0.25 | 0.00 | +1.50 |", lines);
        Assert.Contains("The largest mean slope over behaviours is +1.50, at layer 2.", lines);
        Assert.Contains(lines, line => line.Contains("12345 weights", StringComparison.Ordinal));
        Assert.Contains("| behaviour | accuracy | without evidence | slope, layer 0 | slope, layer 1 | slope, layer 2 |", lines);
    }
}
