using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>
/// Steering vectors from the activations of both answers at the reading position. Row i of both matrices is pair i. All
/// arithmetic is in double and in row order.
/// </summary>
public static class SteeringVectorBuilder
{
    /// <summary>The vector [d] by the given method.</summary>
    /// <exception cref="ArgumentException">The matrices differ in shape or are empty.</exception>
    /// <exception cref="InputException">The pairs do not determine a direction.</exception>
    public static double[] Build(SteeringVectorMethod method, ActivationRows matching, ActivationRows notMatching) => method switch
    {
        SteeringVectorMethod.MeanDifference => MeanDifference(matching, notMatching),
        SteeringVectorMethod.Pca => PrincipalComponentVector.Of(PairDifferences.Of(matching, notMatching)),
        SteeringVectorMethod.LogisticProbe => LogisticProbeVector.Of(PairDifferences.Of(matching, notMatching)),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such method."),
    };

    /// <summary>Mean over pairs of matching - not matching, not normalised.</summary>
    /// <exception cref="ArgumentException">The matrices differ in shape or are empty.</exception>
    public static double[] MeanDifference(ActivationRows matching, ActivationRows notMatching)
    {
        PairDifferences.RequirePairs(matching, notMatching);
        return MeanDifference(matching.Sums(), notMatching.Sums());
    }

    /// <summary>The same from sums that shards have handed on.</summary>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    /// <exception cref="InvalidOperationException">One of them holds no vector.</exception>
    public static double[] MeanDifference(VectorSums matching, VectorSums notMatching)
    {
        ArgumentNullException.ThrowIfNull(matching);
        ArgumentNullException.ThrowIfNull(notMatching);
        return VectorMath.Difference(matching.Mean(), notMatching.Mean());
    }
}
