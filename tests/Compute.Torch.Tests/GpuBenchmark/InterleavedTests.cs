using SteerScope.Measuring;
using Xunit;

namespace SteerScope.Compute.Torch.Tests.GpuBenchmark;

public sealed class InterleavedTests
{
    [Fact]
    public void Figures_OfContenders_AreQuotientsOfTheirSeconds()
    {
        var measured = Interleaved.Measure([new Fixed(2), new Fixed(0.5)], 3, 0.01, Clock.Wall);
        Assert.Equal(0.25, measured.Speed(0, 1).Median);
        Assert.Equal(50, measured.Rate(0, 100).Median);

        // 100 in 2 s is 50 a second, 20 in half a second is 40.
        Assert.Equal(50.0 / 40, measured.Share(0, 100, 1, 20).Median, 1e-12);
    }

    private sealed class Fixed(double seconds) : IContender
    {
        public string Name => "fixed";

        public Timing Run(int repeats) => new(seconds, seconds);
    }
}
