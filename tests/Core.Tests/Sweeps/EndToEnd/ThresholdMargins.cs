using SteerScope.Core.Tests.Decomposition;
using SteerScope.Saes;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>
/// How near each feature comes to its threshold on the training texts, from the reference's float64 activations. A feature
/// nearer than float32 can tell may be on in one reading and off in another: JumpReLU jumps there.
/// </summary>
internal static class ThresholdMargins
{
    private const int Texts = 100;

    /// <summary>The jump is excused where the reference is nearer to the threshold than this.</summary>
    public const double Undecidable = 1e-6;

    /// <summary>Smallest |pre - threshold| over the texts of one answer, [F].</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="tensor"><c>train_positive</c> or <c>train_negative</c>.</param>
    public static double[] Of(StoriesExpected reference, int layer, string tensor)
    {
        using var sae = StoriesReference.OpenSae(layer);
        var activations = reference.Tensor(tensor).AsSpan(layer * Texts * StoriesExpected.Width, Texts * StoriesExpected.Width).ToArray();
        var bias = SaeDirections.EffectiveBias(sae);
        return [.. Enumerable.Range(0, sae.Spec.Features).Select(feature =>
        {
            var direction = SaeDirections.Encoder(sae, feature);
            return Enumerable.Range(0, Texts).Min(text =>
            {
                var pre = direction.Select((weight, i) => weight * activations[(text * StoriesExpected.Width) + i]).Sum() + bias[feature];
                return Math.Abs(pre - sae.Threshold.Span[feature]);
            });
        })];
    }

    /// <summary>What one jump can do to a mean over the texts.</summary>
    public static double[] Excuses(double[] margins, IReadOnlyList<double> thresholds) =>
        [.. margins.Zip(thresholds, (margin, threshold) => margin < Undecidable ? threshold / Texts : 0)];
}
