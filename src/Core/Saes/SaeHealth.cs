using SteerScope.Files;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>What a glance at an SAE's weights tells about it, before anything is encoded.</summary>
public sealed record SaeHealth
{
    /// <summary>Norm below which a decoder row counts as dead: its feature adds nothing whatever its activation.</summary>
    public const double DeadNorm = 1e-6;

    /// <summary>The conventions it is read by.</summary>
    public required SaeSpec Spec { get; init; }

    /// <summary>Features whose decoder row is (nearly) zero.</summary>
    public required IReadOnlyList<int> DeadDecoderRows { get; init; }

    /// <summary>Norms of the decoder rows: count, mean, extremes.</summary>
    public required Moments DecoderNorms { get; init; }

    /// <summary>What the encoder adds to every input (b_enc, less b_dec @ W_enc where b_dec is taken from the input).</summary>
    public required Moments EncoderBias { get; init; }

    /// <summary>Norm of b_dec.</summary>
    public required double DecoderBiasNorm { get; init; }

    /// <summary>Thresholds of a JumpReLU SAE; without values for others.</summary>
    public required Moments Threshold { get; init; }

    /// <summary>Features with a threshold below 0, which relu makes 0.</summary>
    public required int NegativeThresholds { get; init; }

    /// <summary>Features that are active on the zero vector: what the biases alone bring about.</summary>
    public required int ZeroVectorL0 { get; init; }

    /// <summary>Norm of the reconstruction of the zero vector.</summary>
    public required double ZeroVectorReconstructionNorm { get; init; }

    /// <summary>Looks at an open SAE. That no weight is NaN or infinite was checked when it was opened.</summary>
    public static SaeHealth Of(SaeFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var pre = SaeDirections.EffectiveBias(file);
        var (activations, scale) = ZeroVector(file, pre);
        var threshold = file.Threshold.ToArray();
        return new SaeHealth
        {
            Spec = file.Spec,
            DeadDecoderRows = [.. Enumerable.Range(0, file.Spec.Features).Where(feature => file.DecoderNorms[feature] < DeadNorm)],
            DecoderNorms = MomentsOf(file.DecoderNorms),
            EncoderBias = MomentsOf(pre),
            DecoderBiasNorm = VectorMath.Norm(Array.ConvertAll(file.DecoderBias.ToArray(), value => (double)value)),
            Threshold = MomentsOf(threshold.Select(value => (double)value)),
            NegativeThresholds = threshold.Count(value => value < 0),
            ZeroVectorL0 = activations.Count(value => value > 0),
            ZeroVectorReconstructionNorm = VectorMath.Norm(SaeDecoder.Decode(file, activations, scale)),
        };
    }

    private static Moments MomentsOf(IEnumerable<double> values) => values.Aggregate(Moments.Empty, (sum, value) => sum.Add(value));

    private static (float[] Activations, SaeInputScale Scale) ZeroVector(SaeFile file, double[] bias)
    {
        var pre = Array.ConvertAll(bias, value => (float)value);
        if (file.Spec.Architecture == SaeArchitecture.Gated)
        {
            // The activation adds the gate's bias itself.
            var gate = file.Weights.GateBias!.ToFloats();
            pre = [.. bias.Select((value, i) => (float)(value - gate[i]))];
        }

        var activations = new float[pre.Length];
        new SaeActivation(file).Apply(pre, activations);
        return (activations, SaeInputScale.Of(file.Spec.Normalisation, new float[file.Spec.InputWidth]));
    }
}
