using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class FixtureFiguresTests
{
    [SharedFact]
    public void Table_OfTheProcessor_HasEveryFixtureInBothPrecisions()
    {
        // Keeps the way in which docs/cuda.md is written working where there is no CUDA device.
        var lines = FixtureFigures.Table(TorchDevice.Cpu).TrimEnd().Split('\n');
        Assert.Equal(2 + (2 * ModelFixture.Names.Length), lines.Length);
        foreach (var name in ModelFixture.Names)
        {
            Assert.Equal(2, lines.Count(line => line.StartsWith($"| {name} |", StringComparison.Ordinal)));
        }
    }
}
