using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>Statistics and role of every feature of an SAE for one steering vector.</summary>
public static class FeatureRoles
{
    /// <summary>All features in order, [F].</summary>
    /// <param name="file">The SAE.</param>
    /// <param name="matching">Sums of the activations over the matching answers, [F].</param>
    /// <param name="notMatching">Sums over the other answers, [F].</param>
    /// <param name="vector">The steering vector [d].</param>
    /// <param name="onVector">Activations when the vector is encoded, [F].</param>
    /// <param name="onZero">Activations when the zero vector is encoded, [F].</param>
    /// <param name="rules">The numbers; null takes the default ones.</param>
    /// <param name="onEncoder">vector @ W_enc [F], where it is at hand; null computes it.</param>
    /// <exception cref="ArgumentException">A number of features differs.</exception>
    public static FeatureStatistics[] Of(
        SaeFile file, VectorSums matching, VectorSums notMatching, double[] vector, float[] onVector, float[] onZero, FeatureRoleRules? rules = null, double[]? onEncoder = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(matching);
        ArgumentNullException.ThrowIfNull(notMatching);
        ArgumentNullException.ThrowIfNull(onVector);
        ArgumentNullException.ThrowIfNull(onZero);
        var features = file.Spec.Features;
        if (matching.Width != features || notMatching.Width != features || onVector.Length != features || onZero.Length != features)
        {
            throw new ArgumentException($"Statistics of {matching.Width}, {notMatching.Width}, {onVector.Length} and {onZero.Length} features do not fit an SAE of {features}.");
        }

        rules ??= FeatureRoleRules.Default;
        var (means, others) = (matching.Mean(), notMatching.Mean());
        var largest = VectorMath.Difference(means, others).Max(Math.Abs);
        onEncoder ??= SaeDirections.OnEncoder(file, vector);
        var onDecoder = SaeDirections.OnDecoder(file, vector);
        var bias = file.EffectiveBias;
        var threshold = file.Threshold;
        var result = new FeatureStatistics[features];
        for (var feature = 0; feature < features; feature++)
        {
            result[feature] = new FeatureStatistics(
                feature,
                means[feature],
                others[feature],
                onEncoder[feature],
                onDecoder[feature],
                onVector[feature],
                onZero[feature],
                bias[feature],
                threshold.IsEmpty ? null : threshold.Span[feature],
                rules.IsActivatedByNeitherClass(means[feature], others[feature], onVector[feature]),
                rules.RoleOf(means[feature], others[feature], onVector[feature], onZero[feature], largest));
        }

        return result;
    }

    /// <summary>Features that the vector activates and neither class does, strongest first, ties by lower index.</summary>
    public static IReadOnlyList<FeatureStatistics> ActivatedByNeitherClass(IEnumerable<FeatureStatistics> features) =>
        [.. features.Where(feature => feature.ActivatedByNeitherClass)
            .OrderByDescending(feature => feature.ActivationOnVector)
            .ThenBy(feature => feature.Feature)];

    /// <summary>Features with the most negative difference of class means, most negative first, ties by lower index.</summary>
    public static IReadOnlyList<FeatureStatistics> MostNegative(IEnumerable<FeatureStatistics> features, int count) =>
        [.. features.OrderBy(feature => feature.Difference).ThenBy(feature => feature.Feature).Take(count)];
}
