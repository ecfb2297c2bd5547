using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>
/// The mean over pairs of f(matching) - f(not matching): what the SAE says about the activations that the vector was made
/// from, where it is at home, instead of about their difference, where it is not. Biases cancel and coefficients may be
/// negative. Its sum with W_dec is the mean difference of the reconstructions, so it misses exactly what those miss.
/// </summary>
public static class ActivationDifferenceDecomposition
{
    /// <summary>The decomposition, largest |coefficient| first, ties by lower index.</summary>
    /// <param name="file">The SAE.</param>
    /// <param name="matching">Sums of the activations over the matching answers, [F].</param>
    /// <param name="notMatching">Sums over the other answers, [F].</param>
    /// <param name="vector">The mean difference of the same activations, [d].</param>
    /// <param name="terms">Only that many of the largest coefficients; null keeps all.</param>
    /// <exception cref="InputException">The SAE normalises its input, so that decoding is not linear over rows.</exception>
    public static SignedDecomposition Of(SaeFile file, VectorSums matching, VectorSums notMatching, double[] vector, int? terms = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(matching);
        ArgumentNullException.ThrowIfNull(notMatching);
        if (file.Spec.Normalisation != SaeNormalisation.None)
        {
            throw new InputException(
                $"{file.Path} normalises its input ({SnakeCase.Of(file.Spec.Normalisation)}), so that differences of its activations cannot be decoded; use the signed pursuit instead.");
        }

        var difference = VectorMath.Difference(matching.Mean(), notMatching.Mean());
        SignedTerm[] kept = [.. difference.Select((coefficient, feature) => new SignedTerm(feature, coefficient))
            .Where(term => term.Coefficient != 0)
            .OrderByDescending(term => Math.Abs(term.Coefficient))
            .ThenBy(term => term.Feature)
            .Take(terms ?? int.MaxValue)];
        var coefficients = new double[difference.Length];
        foreach (var term in kept)
        {
            coefficients[term.Feature] = term.Coefficient;
        }

        var values = SaeDecoder.Combine(file, coefficients);
        return new SignedDecomposition(kept, values, Reconstruction.Of(vector, values, kept.Length));
    }
}
