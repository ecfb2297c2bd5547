using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>
/// First right singular vector of the pairs' differences D (taking [D; -D] as steering-vectors does changes nothing but a
/// factor), by Lanczos iteration on D^T D with full reorthogonalisation: neither D^T D nor D D^T is formed. The sign is the
/// one with a positive mean projection of the differences.
/// </summary>
internal static class PrincipalComponentVector
{
    /// <summary>Bound on the angle to the exact component: residual over the gap to the second eigenvalue.</summary>
    private const double Tolerance = 1e-10;

    private const int MaximumSteps = 1000;

    public static double[] Of(PairDifferences differences)
    {
        var basis = new List<double[]> { Start(differences) };
        var alpha = new List<double>();
        var beta = new List<double>();
        var limit = Math.Min(Math.Min(differences.Count, differences.Width), MaximumSteps);
        for (var check = 4; ; check = (check * 3 / 2) + 1)
        {
            var exhausted = Extend(differences, basis, alpha, beta, Math.Min(check, limit));
            var (component, error) = Leading(basis, alpha, beta, exhausted);
            if (error <= Tolerance)
            {
                return Oriented(differences, component);
            }

            if (exhausted || alpha.Count == limit)
            {
                throw new InputException(
                    $"The pca steering vector is not determined: the two largest variances of the {differences.Count} pair differences are too close to tell apart (error bound {error:g2}, at most {Tolerance:g2} allowed); use more pairs or another method.");
            }
        }
    }

    private static double[] Start(PairDifferences differences)
    {
        // Fixed irregular weights: a start inside the span of the pairs that no structure of theirs is orthogonal to by accident.
        var weights = new double[differences.Count];
        var state = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < weights.Length; i++)
        {
            state = (state * 6364136223846793005UL) + 1442695040888963407UL;
            weights[i] = ((state >> 11) * (1.0 / (1UL << 53))) + 0.5;
            weights[i] = (state & (1UL << 62)) != 0 ? -weights[i] : weights[i];
        }

        var start = differences.Combine(weights);
        var norm = VectorMath.Norm(start);
        return norm > 0
            ? VectorMath.Scaled(start, 1 / norm)
            : throw new InputException("The pca steering vector is not determined: the activations of both answers are the same in every pair.");
    }

    private static bool Extend(PairDifferences differences, List<double[]> basis, List<double> alpha, List<double> beta, int steps)
    {
        while (alpha.Count < steps)
        {
            var current = basis[^1];
            var next = differences.Combine(differences.Project(current));
            var scale = VectorMath.Norm(next);
            alpha.Add(VectorMath.Dot(current, next));

            // Twice is enough (Kahan, Parlett).
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var previous in basis)
                {
                    VectorMath.AddScaled(next, -VectorMath.Dot(previous, next), previous);
                }
            }

            var norm = VectorMath.Norm(next);
            if (norm <= 1e-14 * Math.Max(scale, alpha.Max()))
            {
                return true;
            }

            beta.Add(norm);
            basis.Add(VectorMath.Scaled(next, 1 / norm));
        }

        return false;
    }

    private static (double[] Component, double Error) Leading(List<double[]> basis, List<double> alpha, List<double> beta, bool exhausted)
    {
        var n = alpha.Count;
        var (values, vectors) = TridiagonalEigen.Solve(alpha.ToArray(), beta.ToArray());
        var order = Enumerable.Range(0, n).OrderByDescending(i => values[i]).ToArray();
        var first = order[0];
        var gap = values[first] - (n > 1 ? Math.Max(0, values[order[1]]) : 0);
        var component = new double[basis[0].Length];
        for (var i = 0; i < n; i++)
        {
            VectorMath.AddScaled(component, vectors[(i * n) + first], basis[i]);
        }

        // Rounding leaves a residual of some units in the last place of the largest eigenvalue even when Lanczos has ended.
        var residual = exhausted ? 0 : beta[n - 1] * Math.Abs(vectors[((n - 1) * n) + first]);
        residual = Math.Max(residual, 1e-15 * values[first]);
        return (VectorMath.Scaled(component, 1 / VectorMath.Norm(component)), gap > 0 ? residual / gap : double.PositiveInfinity);
    }

    private static double[] Oriented(PairDifferences differences, double[] component)
    {
        double sum = 0;
        foreach (var projection in differences.Project(component))
        {
            sum += projection;
        }

        return sum < 0 ? VectorMath.Scaled(component, -1) : component;
    }
}
