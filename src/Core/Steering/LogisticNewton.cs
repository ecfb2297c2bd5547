using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>
/// Newton's method with step halving for |w|^2 / 2 + cost * sum_i log(1 + exp(-w·x_i)), x_i = half a pair's difference. The
/// system H p = -g with H = I + X^T S X is solved as it stands when there are fewer dimensions than pairs, and otherwise by
/// the identity (I + X^T S X)^-1 = I - X^T S^½ (I + S^½ X X^T S^½)^-1 S^½ X, which needs a matrix of pairs by pairs only.
/// </summary>
internal sealed class LogisticNewton
{
    /// <summary>Pairs added to a row of the Hessian while that row is in the nearest cache and theirs in the next.</summary>
    private const int PairsPerBlock = 32;

    private readonly PairDifferences differences;
    private readonly double cost;
    private readonly double[]? kernel; // [pairs, pairs], X X^T

    private LogisticNewton(PairDifferences differences, double cost, double[]? kernel)
    {
        this.differences = differences;
        this.cost = cost;
        this.kernel = kernel;
    }

    public static LogisticNewton InDimensions(PairDifferences differences, double cost) => new(differences, cost, null);

    public static LogisticNewton InPairs(PairDifferences differences, double cost)
    {
        var n = differences.Count;
        var kernel = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                kernel[(i * n) + j] = kernel[(j * n) + i] = 0.25 * VectorMath.Dot(differences.Row(i), differences.Row(j));
            }
        }

        return new LogisticNewton(differences, cost, kernel);
    }

    /// <summary>The minimum: gradient at most <paramref name="tolerance"/> times the gradient's own terms.</summary>
    public double[] Minimise(double tolerance, int maximumSteps)
    {
        var w = new double[differences.Width];
        var margins = new double[differences.Count];
        for (var step = 0; step < maximumSteps; step++)
        {
            var gradient = Gradient(w, margins);
            var scale = VectorMath.Norm(w) + VectorMath.Norm(VectorMath.Difference(gradient, w));
            if (VectorMath.Norm(gradient) <= tolerance * scale)
            {
                return w;
            }

            var direction = Direction(gradient, margins);
            if (!TryStep(ref w, ref margins, direction, gradient))
            {
                // No step lowers the loss any more: the optimum to the rounding of the loss, if the gradient agrees.
                return VectorMath.Norm(gradient) <= 1e-7 * scale ? w : throw NotConverged();
            }
        }

        throw NotConverged();
    }

    private static InputException NotConverged() =>
        new("The logistic_probe steering vector did not converge; the activations may hold values of very different sizes.");

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double LogOnePlusExp(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    private double Loss(double[] w, double[] margins)
    {
        double loss = 0;
        foreach (var margin in margins)
        {
            loss += LogOnePlusExp(-margin);
        }

        return (0.5 * VectorMath.Dot(w, w)) + (cost * loss);
    }

    private double[] Gradient(double[] w, double[] margins)
    {
        var weights = new double[margins.Length];
        for (var i = 0; i < margins.Length; i++)
        {
            weights[i] = -0.5 * cost * Sigmoid(-margins[i]);
        }

        var gradient = differences.Combine(weights);
        VectorMath.AddScaled(gradient, 1, w);
        return gradient;
    }

    private double[] Direction(double[] gradient, double[] margins)
    {
        var root = new double[margins.Length];
        for (var i = 0; i < margins.Length; i++)
        {
            root[i] = Math.Sqrt(cost * Sigmoid(margins[i]) * Sigmoid(-margins[i]));
        }

        var descent = VectorMath.Scaled(gradient, -1);
        return kernel is null ? SolveInDimensions(root, descent) : SolveInPairs(kernel, root, descent);
    }

    private double[] SolveInDimensions(double[] root, double[] descent)
    {
        var d = differences.Width;
        var hessian = new double[d * d];
        for (var first = 0; first < differences.Count; first += PairsPerBlock)
        {
            var last = Math.Min(first + PairsPerBlock, differences.Count);
            for (var i = 0; i < d; i++)
            {
                var lower = hessian.AsSpan(i * d, i + 1);
                for (var pair = first; pair < last; pair++)
                {
                    var row = differences.Row(pair);
                    VectorMath.AddScaled(lower, 0.25 * root[pair] * root[pair] * row[i], row[..(i + 1)]);
                }
            }
        }

        for (var i = 0; i < d; i++)
        {
            hessian[(i * d) + i] += 1;
        }

        Factor(hessian, d);
        Cholesky.Solve(hessian, d, descent);
        return descent;
    }

    private double[] SolveInPairs(double[] pairs, double[] root, double[] descent)
    {
        var n = root.Length;
        var inner = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                inner[(i * n) + j] = root[i] * pairs[(i * n) + j] * root[j];
            }

            inner[(i * n) + i] += 1;
        }

        Factor(inner, n);
        var u = Project(descent);
        for (var i = 0; i < n; i++)
        {
            u[i] *= root[i];
        }

        Cholesky.Solve(inner, n, u);
        for (var i = 0; i < n; i++)
        {
            u[i] *= -0.5 * root[i];
        }

        VectorMath.AddScaled(descent, 1, differences.Combine(u));
        return descent;
    }

    private static void Factor(double[] matrix, int n)
    {
        if (!Cholesky.TryFactor(matrix, n))
        {
            throw NotConverged();
        }
    }

    // X v with X = D / 2.
    private double[] Project(double[] v)
    {
        var result = differences.Project(v);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] *= 0.5;
        }

        return result;
    }

    private bool TryStep(ref double[] w, ref double[] margins, double[] direction, double[] gradient)
    {
        var loss = Loss(w, margins);
        var slope = VectorMath.Dot(gradient, direction);
        var norm = VectorMath.Norm(gradient);
        for (var length = 1.0; length > 1e-12; length *= 0.5)
        {
            var candidate = (double[])w.Clone();
            VectorMath.AddScaled(candidate, length, direction);
            var projected = Project(candidate);
            // Close to the optimum the loss no longer resolves what the gradient still does.
            if (Loss(candidate, projected) < loss + (1e-4 * length * slope) || VectorMath.Norm(Gradient(candidate, projected)) <= 0.5 * norm)
            {
                (w, margins) = (candidate, projected);
                return true;
            }
        }

        return false;
    }
}
