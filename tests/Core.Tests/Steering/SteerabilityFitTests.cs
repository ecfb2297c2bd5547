using FsCheck.Xunit;
using SteerScope.Steering;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

public sealed class SteerabilityFitTests
{
    private static readonly double[] Multipliers = [-1, 0, 2];

    [Property]
    public void Result_OfExamplesInAnyParts_IsThatOfAllAtOnce(byte count, byte part)
    {
        var random = new Random(count);
        double[] values = [.. Enumerable.Range(0, ((count % 20) + 1) * Multipliers.Length).Select(_ => random.NextDouble())];
        var whole = Steerability.Of(values, Multipliers);
        var fit = new SteerabilityFit(Multipliers, values.Length / Multipliers.Length);
        foreach (var some in values.Chunk(((part % 5) + 1) * Multipliers.Length))
        {
            fit.Add(some);
        }

        var result = fit.Result();

        Assert.Equal(whole.Slopes, result.Slopes);
        Assert.Equal(whole.Residuals, result.Residuals);
        Assert.Equal(whole.PropensityMean, result.PropensityMean);
        Assert.Equal(whole.PropensityStd, result.PropensityStd);
        Assert.Equal((whole.SlopeMean, whole.SlopeStd), (result.SlopeMean, result.SlopeStd));
    }

    [Fact]
    public void Add_MoreThanWereToCome_Throws() =>
        Assert.Throws<ArgumentException>(() => new SteerabilityFit(Multipliers, 1).Add([1, 2, 3, 4, 5, 6]));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Result_WithExamplesMissing_Throws(int examples) =>
        Assert.Throws<ArgumentException>(() => new SteerabilityFit(Multipliers, examples).Result());
}
