using SteerScope.Compute;

namespace SteerScope.Saes.Training;

/// <summary>
/// JumpReLU (Rajamanoharan et al. 2024, arXiv 2407.14435, equations 4, 9, 11 and 12) in Gemma Scope's convention, without b_dec on
/// the input: z = x W_enc + b_enc; f = z where z > theta, else 0; x̂ = f W_dec + b_dec; the loss of a token is |x - x̂|² + lambda * ||f||_0.
/// </summary>
/// <remarks>
/// A threshold has no gradient, f and the L0 norm being steps in it. The straight-through estimators of the paper put a kernel K in
/// place of the step's derivative, here as there the rectangle, 1 within half a bandwidth of 0:
/// df/dtheta = -(theta / epsilon) K((z - theta) / epsilon), dL0/dtheta = -(1 / epsilon) K((z - theta) / epsilon).
/// What is learned is log(theta), so that theta stays positive; its gradient is theta times that of theta. Pre-activations have the
/// gradient of f alone: L0 reaches nothing but the thresholds.
/// </remarks>
internal sealed class JumpReluObjective(IDenseProducts products, int rows, int width, int features, double bandwidth)
    : SaeObjective(products, rows, width, features)
{
    private readonly float[] threshold = new float[features];

    /// <inheritdoc/>
    public override BatchScore Gradients(
        SaeParameters parameters, float[] x, int count, double sparsity, FeatureActivity activity, SaeParameters gradients)
    {
        var (d, f, w) = (parameters.Width, parameters.Features, Workspace);
        var score = Forward(parameters, x, count);
        Scale(w.Residual, count * d, 2f / count);
        var upstream = w.Residual.AsSpan(0, count * d);
        Products.Multiply(new(upstream, count, d), new MatrixOperand(parameters.WDec, f, d).Transpose(), w.Slopes.AsSpan(0, count * f));
        ThroughActivation(count, f, sparsity, gradients);
        Products.Multiply(new MatrixOperand(w.Activations.AsSpan(0, count * f), count, f).Transpose(), new(upstream, count, d), gradients.WDec);
        Products.Multiply(new MatrixOperand(x.AsSpan(0, count * d), count, d).Transpose(), new(w.Slopes.AsSpan(0, count * f), count, f), gradients.WEnc);
        ColumnSums(w.Residual, count, d, gradients.BDec);
        return score with { Loss = score.SquaredError + (sparsity * score.L0) };
    }

    /// <inheritdoc/>
    protected override void Encode(SaeParameters parameters, float[] x, int count)
    {
        var (d, f, w) = (parameters.Width, parameters.Features, Workspace);
        for (var i = 0; i < f; i++)
        {
            threshold[i] = MathF.Exp(parameters.LogThreshold[i]);
        }

        Products.Multiply(new(x.AsSpan(0, count * d), count, d), new(parameters.WEnc, d, f), w.Pre.AsSpan(0, count * f));
        Products.Spread(count, (first, rows) =>
        {
            for (var row = first; row < first + rows; row++)
            {
                var pre = w.Pre.AsSpan(row * f, f);
                var activations = w.Activations.AsSpan(row * f, f);
                var active = 0;
                for (var i = 0; i < f; i++)
                {
                    pre[i] += parameters.BEnc[i];
                    var on = pre[i] > threshold[i];
                    activations[i] = on ? pre[i] : 0;
                    active += on ? 1 : 0;
                }

                w.Counts[row] = active;
            }
        });
    }

    private void ThroughActivation(int count, int f, double sparsity, SaeParameters gradients)
    {
        var w = Workspace;
        var half = (float)(bandwidth / 2);
        var perToken = sparsity / count;
        Products.Spread(f, (first, length) =>
        {
            var (biases, thresholds, active) = (new double[length], new double[length], new int[length]);
            for (var row = 0; row < count; row++)
            {
                var at = (row * f) + first;
                var pre = w.Pre.AsSpan(at, length);
                var slopes = w.Slopes.AsSpan(at, length);
                for (var i = 0; i < length; i++)
                {
                    var theta = threshold[first + i];
                    if (MathF.Abs(pre[i] - theta) < half)
                    {
                        thresholds[i] -= ((theta * (double)slopes[i]) + perToken) / bandwidth;
                    }

                    if (pre[i] > theta)
                    {
                        biases[i] += slopes[i];
                        active[i]++;
                    }
                    else
                    {
                        slopes[i] = 0;
                    }
                }
            }

            for (var i = 0; i < length; i++)
            {
                gradients.BEnc[first + i] = (float)biases[i];
                gradients.LogThreshold[first + i] = (float)(threshold[first + i] * thresholds[i]);
                w.Active[first + i] = active[i];
            }
        });
    }
}
