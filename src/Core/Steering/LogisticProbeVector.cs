using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>
/// Direction of scikit-learn's LogisticRegression(C = 1, L2 penalty, fit_intercept = False) that tells matching from not
/// matching activations after the mean of each pair is taken from both, unit norm (steering-vectors' logistic_aggregator).
/// A centred pair is x and -x with labels 1 and -1, so that the loss is |w|^2 / 2 + 2 C sum_i log(1 + exp(-w·x_i)) with
/// x_i half the pair's difference. It is convex and is brought to its optimum by Newton steps: scikit-learn itself stops
/// earlier, at a gradient of 1e-4.
/// </summary>
internal static class LogisticProbeVector
{
    private const double C = 1;
    private const double GradientTolerance = 1e-11;
    private const int MaximumSteps = 200;

    public static double[] Of(PairDifferences differences)
    {
        var solver = differences.Count <= differences.Width
            ? LogisticNewton.InPairs(differences, 2 * C)
            : LogisticNewton.InDimensions(differences, 2 * C);
        var weights = solver.Minimise(GradientTolerance, MaximumSteps);
        var norm = VectorMath.Norm(weights);
        return norm > 0
            ? VectorMath.Scaled(weights, 1 / norm)
            : throw new InputException(
                "The logistic_probe steering vector is not determined: the differences of the pairs cancel, so that no direction tells the answers apart.");
    }
}
