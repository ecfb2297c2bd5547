using FsCheck.Xunit;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class LeastSquaresTests
{
    [Property]
    public void Fit_PointsOfALine_FindsTheLine(short slope, short intercept)
    {
        double[] x = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];
        var fit = LeastSquares.Fit(x, [.. x.Select(value => intercept + (slope * value))]);
        Assert.Equal(slope, fit.Slope, 1e-8);
        Assert.Equal(intercept, fit.Intercept, 1e-8);
        Assert.Equal(0, fit.Residual, 1e-6);
    }

    [Fact]
    public void Fit_NoLine_HasNormalEquationsSolutionAndResidual()
    {
        // Normal equations by hand: x mean 1, y mean 2, sxx 2, sxy 1.
        var fit = LeastSquares.Fit([0, 1, 2], [2, 1, 3]);
        Assert.Equal(0.5, fit.Slope, 1e-15);
        Assert.Equal(1.5, fit.Intercept, 1e-15);
        Assert.Equal(1.5, fit.Residual, 1e-15);
    }

    [Fact]
    public void Fit_OneX_Throws() => Assert.Throws<ArgumentException>(() => LeastSquares.Slope([1, 1], [1, 2]));
}
