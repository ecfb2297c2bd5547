using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>
/// A feature with a large encoder bias, and what offsets that bias: projections x @ W_enc[:, f], without the bias, of
/// ordinary text, of both answers, and of the vector, in which the subtraction has removed them (arXiv 2411.08790).
/// </summary>
/// <param name="Feature">Index in the SAE.</param>
/// <param name="EncoderBias">What the encoder adds to every input.</param>
/// <param name="Threshold">JumpReLU threshold; null for other SAEs.</param>
/// <param name="Corpus">Mean over ordinary text.</param>
/// <param name="Matching">Mean over the matching answers at the reading position.</param>
/// <param name="NotMatching">Mean over the other answers at the reading position.</param>
/// <param name="Vector">Of the steering vector.</param>
/// <param name="ScaledVector">Of the steering vector at the mean norm of activations.</param>
public sealed record DefaultComponent(
    int Feature, double EncoderBias, double? Threshold, double Corpus, double Matching, double NotMatching, double Vector, double ScaledVector)
{
    /// <summary>The features with the largest encoder bias, largest first, ties by lower index, with their projections.</summary>
    /// <param name="file">The SAE.</param>
    /// <param name="count">How many; 5 is the paper's.</param>
    /// <param name="meanCorpus">Mean activation of ordinary text [d]; projecting a mean is the mean of the projections.</param>
    /// <param name="meanMatching">Mean activation of the matching answers [d].</param>
    /// <param name="meanNotMatching">Mean activation of the other answers [d].</param>
    /// <param name="vector">The steering vector [d].</param>
    /// <param name="scale">Factor that brings the vector to the mean norm of activations.</param>
    public static IReadOnlyList<DefaultComponent> Of(
        SaeFile file, int count, double[] meanCorpus, double[] meanMatching, double[] meanNotMatching, double[] vector, double scale)
    {
        ArgumentNullException.ThrowIfNull(file);
        var bias = file.EffectiveBias;
        var features = Enumerable.Range(0, bias.Count).OrderByDescending(feature => bias[feature]).ThenBy(feature => feature).Take(count);
        return [.. features.Select(feature =>
        {
            var direction = SaeDirections.Encoder(file, feature);
            var projection = VectorMath.Dot(vector, direction);
            return new DefaultComponent(
                feature,
                bias[feature],
                file.Threshold.IsEmpty ? null : file.Threshold.Span[feature],
                VectorMath.Dot(meanCorpus, direction),
                VectorMath.Dot(meanMatching, direction),
                VectorMath.Dot(meanNotMatching, direction),
                projection,
                projection * scale);
        })];
    }
}
