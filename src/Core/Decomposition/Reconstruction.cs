using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>How near a reconstruction comes to what was decomposed.</summary>
/// <param name="L0">Number of features used.</param>
/// <param name="Cosine">Cosine of input and reconstruction; null where one of them is zero.</param>
/// <param name="RelativeError">|reconstruction - input| / |input|; null for the zero vector.</param>
/// <param name="Norm">Norm of the reconstruction.</param>
/// <param name="InputNorm">Norm of the input.</param>
public sealed record Reconstruction(int L0, double? Cosine, double? RelativeError, double Norm, double InputNorm)
{
    /// <summary>Compares the two.</summary>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static Reconstruction Of(ReadOnlySpan<double> input, ReadOnlySpan<double> reconstruction, int l0)
    {
        var norm = VectorMath.Norm(input);
        var error = VectorMath.Norm(VectorMath.Difference(reconstruction, input));
        return new Reconstruction(
            l0, VectorMath.Cosine(input, reconstruction), norm > 0 ? error / norm : null, VectorMath.Norm(reconstruction), norm);
    }
}
