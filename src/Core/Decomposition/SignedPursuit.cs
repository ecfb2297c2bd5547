using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>
/// Orthogonal matching pursuit over the decoder rows with signed coefficients (Pati, Rezaiifar, Krishnaprasad 1993): at each
/// step the row with the largest |cosine| with the residual joins, and all coefficients are fitted again by least squares.
/// It needs no encoder, so no bias, threshold or input distribution can mislead it, and says how much of the vector k
/// directions explain.
/// </summary>
public static class SignedPursuit
{
    /// <summary>A row counts as a combination of the chosen ones when less than this share of it lies outside them.</summary>
    private const double Independent = 1e-6;

    /// <summary>Decomposes a vector.</summary>
    /// <param name="file">The SAE; dead decoder rows are passed over.</param>
    /// <param name="vector">[d].</param>
    /// <param name="terms">At most that many features.</param>
    /// <param name="tolerance">Ends when the residual is at most this share of the vector.</param>
    public static PursuitResult Of(SaeFile file, double[] vector, int terms, double tolerance = 1e-9)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentOutOfRangeException.ThrowIfNegative(terms);
        var residual = (double[])vector.Clone();
        var enough = tolerance * VectorMath.Norm(vector);
        var fit = new PursuitFit();
        var steps = new List<PursuitStep>();
        var passed = new HashSet<int>();
        while (steps.Count < Math.Min(terms, vector.Length) && VectorMath.Norm(residual) > enough)
        {
            var (feature, correlation) = Strongest(file, residual, passed);
            if (feature < 0)
            {
                break;
            }

            passed.Add(feature);
            if (fit.TryAdd(file.DecoderRow(feature), residual, Independent))
            {
                steps.Add(new PursuitStep(feature, correlation, VectorMath.Norm(residual)));
            }
        }

        var coefficients = fit.Coefficients();
        var sum = VectorMath.Difference(vector, residual);
        return new PursuitResult(
            new SignedDecomposition(
                [.. steps.Select((step, i) => new SignedTerm(step.Feature, coefficients[i]))], sum, Reconstruction.Of(vector, sum, steps.Count)),
            steps);
    }

    // Ties go to the lower index, because only a strictly larger value replaces.
    private static (int Feature, double Correlation) Strongest(SaeFile file, double[] residual, HashSet<int> passed)
    {
        var norms = file.DecoderNorms;
        (int Feature, double Correlation) best = (-1, 0);
        var projections = file.ProjectOnDecoder(residual)[0];
        for (var feature = 0; feature < projections.Length; feature++)
        {
            var correlation = projections[feature] / norms[feature];
            if (Math.Abs(correlation) > Math.Abs(best.Correlation) && norms[feature] >= SaeHealth.DeadNorm && !passed.Contains(feature))
            {
                best = (feature, correlation);
            }
        }

        return best;
    }
}
