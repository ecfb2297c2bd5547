using FsCheck.Xunit;
using SteerScope.Core.Tests.Decomposition;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

public sealed class SteeringVectorBuilderTests
{
    [Fact]
    public void MeanDifference_Pairs_IsNotNormalised()
    {
        var vector = SteeringVectorBuilder.Build(SteeringVectorMethod.MeanDifference, Rows(2, 3, 1, 5, 5), Rows(2, 1, 1, 1, 1));
        Assert.Equal([3.0, 2.0], vector);
    }

    [Property(MaxTest = 30)]
    public void Pca_AnyPairs_IsTheLeadingEigenvector(int seed, byte pairsByte, byte widthByte)
    {
        var (pairs, width) = (1 + (pairsByte % 12), 1 + (widthByte % 12));
        var random = new Random(seed);
        var (matching, other) = (RandomRows(random, pairs, width, 0.5), RandomRows(random, pairs, width, 0));
        var vector = SteeringVectorBuilder.Build(SteeringVectorMethod.Pca, matching, other);
        var differences = Differences(matching, other);
        Assert.Equal(1, VectorMath.Norm(vector), 1e-12);
        Assert.True(differences.Sum(row => VectorMath.Dot(row, vector)) >= 0);

        // C v = lambda v, and no direction has more variance: compare with ten thousand power iterations from each axis.
        var product = Multiply(differences, vector);
        var lambda = VectorMath.Dot(product, vector);
        Assert.True(VectorMath.Norm(VectorMath.Difference(product, VectorMath.Scaled(vector, lambda))) <= 1e-9 * lambda);
        for (var axis = 0; axis < width; axis++)
        {
            var power = new double[width];
            power[axis] = 1;
            for (var step = 0; step < 300 && VectorMath.Norm(power) > 0; step++)
            {
                power = Multiply(differences, VectorMath.Scaled(power, 1 / VectorMath.Norm(power)));
            }

            Assert.True(VectorMath.Norm(power) <= lambda * (1 + 1e-9));
        }
    }

    [Fact]
    public void Pca_MorePairsThanDimensionsAndTheReverse_Agree()
    {
        // The same differences, padded with zero columns: once 20 pairs x 3, once 20 pairs x 40.
        var random = new Random(5);
        var narrow = RandomRows(random, 20, 3, 1);
        var wide = new float[20 * 40];
        for (var row = 0; row < 20; row++)
        {
            narrow.Row(row).CopyTo(wide.AsSpan(row * 40));
        }

        var first = SteeringVectorBuilder.Build(SteeringVectorMethod.Pca, narrow, Zero(20, 3));
        var second = SteeringVectorBuilder.Build(SteeringVectorMethod.Pca, new ActivationRows(wide, 20, 40), Zero(20, 40));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(first[i], second[i], 1e-10));
    }

    [Fact]
    public void Pca_TwoEqualVariances_SaysSo()
    {
        var error = Assert.Throws<InputException>(
            () => SteeringVectorBuilder.Build(SteeringVectorMethod.Pca, Rows(2, 1, 0, 0, 1 + 1e-7f), Zero(2, 2)));
        Assert.Contains("not determined", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SteeringVectorMethod.Pca)]
    [InlineData(SteeringVectorMethod.LogisticProbe)]
    public void Build_EqualAnswers_SaysSo(SteeringVectorMethod method) =>
        Assert.Contains("not determined", Assert.Throws<InputException>(
            () => SteeringVectorBuilder.Build(method, Rows(2, 1, 2, 3, 4), Rows(2, 1, 2, 3, 4))).Message, StringComparison.Ordinal);

    [Fact]
    public void LogisticProbe_OneDimension_HasTheRootOfItsGradient()
    {
        // One pair, x = 1 and -1: w = 2 sigmoid(-w), w = 0.7319...; only the sign survives normalisation.
        Assert.Equal([1.0], SteeringVectorBuilder.Build(SteeringVectorMethod.LogisticProbe, Rows(1, 3), Rows(1, 1)));
    }

    [Property(MaxTest = 30)]
    public void LogisticProbe_AnyPairs_IsStationaryInBothForms(int seed, byte pairsByte, byte widthByte)
    {
        var (pairs, width) = (1 + (pairsByte % 15), 1 + (widthByte % 15));
        var random = new Random(seed);
        var (matching, other) = (RandomRows(random, pairs, width, 1), RandomRows(random, pairs, width, 0));
        var differences = PairDifferences.Of(matching, other);
        var inPairs = LogisticNewton.InPairs(differences, 2).Minimise(1e-11, 200);
        var inDimensions = LogisticNewton.InDimensions(differences, 2).Minimise(1e-11, 200);
        Assert.True(VectorMath.Norm(VectorMath.Difference(inPairs, inDimensions)) <= 1e-8);

        // The gradient of scikit-learn's objective, written out over both halves of each pair.
        var gradient = (double[])inPairs.Clone();
        foreach (var row in Differences(matching, other))
        {
            foreach (var (half, label) in new[] { (0.5, 1.0), (-0.5, -1.0) })
            {
                var margin = label * half * VectorMath.Dot(row, inPairs);
                VectorMath.AddScaled(gradient, -label * half / (1 + Math.Exp(margin)), row);
            }
        }

        Assert.True(VectorMath.Norm(gradient) <= 1e-8);
        var vector = SteeringVectorBuilder.Build(SteeringVectorMethod.LogisticProbe, matching, other);
        Assert.Equal(1, VectorMath.Norm(vector), 1e-12);
        Assert.Equal(1, VectorMath.Cosine(vector, inPairs)!.Value, 1e-12);
    }

    [Fact]
    public void LogisticProbe_LargeActivations_StillConverges()
    {
        var random = new Random(11);
        var (matching, other) = (RandomRows(random, 60, 20, 300), RandomRows(random, 60, 20, 0));
        var scaled = new ActivationRows(matching.Values.ToArray().Select(value => value * 500).ToArray(), 60, 20);
        Assert.Equal(1, VectorMath.Norm(SteeringVectorBuilder.Build(SteeringVectorMethod.LogisticProbe, scaled, other)), 1e-12);
    }

    [Fact]
    public void Build_ShapesDiffer_Throws() =>
        Assert.Throws<ArgumentException>(() => SteeringVectorBuilder.Build(SteeringVectorMethod.MeanDifference, Rows(1, 1, 2), Rows(1, 1)));

    [SharedTheory]
    [InlineData("corrigible-neutral-HHH")]
    [InlineData("letter-A-control")]
    public void MeanDifference_Stories260k_EqualsReference(string behaviour)
    {
        var fixture = new TensorFixture(SharedData.Shared("models", "stories260k", "reference", behaviour + ".safetensors")!);
        var (positive, negative) = (fixture.Floats("train_positive"), fixture.Floats("train_negative"));
        for (var layer = 0; layer < 5; layer++)
        {
            var vector = SteeringVectorBuilder.MeanDifference(
                new ActivationRows(positive.AsMemory(layer * 6400, 6400), 100, 64), new ActivationRows(negative.AsMemory(layer * 6400, 6400), 100, 64));
            var expected = fixture[$"layer{layer}.steering_vector"];
            Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(expected[i], vector[i], 1e-6));
        }
    }

    private static ActivationRows Rows(int count, params float[] values) => new(values, count, values.Length / count);

    private static ActivationRows Zero(int count, int width) => new(new float[count * width], count, width);

    private static ActivationRows RandomRows(Random random, int count, int width, double offset) =>
        new(Enumerable.Range(0, count * width).Select(i => (float)(((random.NextDouble() - 0.5) * (1 + (i % width))) + offset)).ToArray(), count, width);

    private static double[][] Differences(ActivationRows first, ActivationRows second) =>
        [.. Enumerable.Range(0, first.Count).Select(row => first.Row(row).ToArray().Zip(second.Row(row).ToArray(), (a, b) => (double)a - b).ToArray())];

    private static double[] Multiply(double[][] differences, double[] vector)
    {
        var result = new double[vector.Length];
        foreach (var row in differences)
        {
            VectorMath.AddScaled(result, VectorMath.Dot(row, vector), row);
        }

        return result;
    }
}
