using SteerScope.Statistics;
using SteerScope.Steering;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

public sealed class VectorNormaliserTests
{
    private static readonly double[][] Vectors = [[3, 4], [0, 1]];

    [Fact]
    public void Apply_CommonPerLayer_GivesTheMeanNorm()
    {
        var scaled = VectorNormaliser.Apply(VectorNormalisation.CommonPerLayer, Vectors, ["a", "b"]);
        Assert.All(scaled, vector => Assert.Equal(3, VectorMath.Norm(vector), 1e-12));
        Assert.Equal(1.8, scaled[0][0], 1e-12);
    }

    [Fact]
    public void Apply_Unit_GivesNormOne() =>
        Assert.All(VectorNormaliser.Apply(VectorNormalisation.Unit, Vectors, ["a", "b"]), vector => Assert.Equal(1, VectorMath.Norm(vector), 1e-12));

    [Fact]
    public void Apply_None_LeavesThem() =>
        Assert.Same(Vectors, VectorNormaliser.Apply(VectorNormalisation.None, Vectors, ["a", "b"]));

    [Fact]
    public void Apply_ZeroVector_NamesTheBehaviour() =>
        Assert.Contains("'b'", Assert.Throws<InputException>(
            () => VectorNormaliser.Apply(VectorNormalisation.Unit, [[1, 0], [0, 0]], ["a", "b"])).Message, StringComparison.Ordinal);
}
