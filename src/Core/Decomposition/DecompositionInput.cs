using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>A variant and its values.</summary>
/// <param name="Variant">Which one.</param>
/// <param name="Values">[d].</param>
public sealed record DecompositionInput(InputVariant Variant, double[] Values)
{
    /// <summary>Makes a variant.</summary>
    /// <param name="variant">Which one.</param>
    /// <param name="vector">The steering vector [d].</param>
    /// <param name="meanActivation">Mean activation of the corpus [d], for the variants that use it.</param>
    /// <param name="meanNorm">Mean norm of the corpus' activations, for <see cref="InputVariant.ScaledVector"/>.</param>
    /// <exception cref="InputException">A zero vector is to be rescaled.</exception>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static DecompositionInput Of(InputVariant variant, ReadOnlySpan<double> vector, ReadOnlySpan<double> meanActivation, double meanNorm) =>
        new(variant, variant switch
        {
            InputVariant.Vector => vector.ToArray(),
            InputVariant.Zero => new double[vector.Length],
            InputVariant.ScaledVector => VectorMath.Scaled(vector, ScaleToNorm(vector, meanNorm)),
            InputVariant.Mean => meanActivation.ToArray(),
            InputVariant.MeanPlusVector => Sum(meanActivation, vector),
            _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "No such variant."),
        });

    /// <summary>The factor that gives a vector a norm (scale_to_mean_norm of the steering_vectors table).</summary>
    /// <exception cref="InputException">The vector is zero.</exception>
    public static double ScaleToNorm(ReadOnlySpan<double> vector, double norm)
    {
        var own = VectorMath.Norm(vector);
        return own > 0
            ? norm / own
            : throw new InputException("The steering vector is zero and cannot be rescaled; the two answers have the same activations.");
    }

    private static double[] Sum(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = a.ToArray();
        VectorMath.AddScaled(sum, 1, b);
        return sum;
    }
}
