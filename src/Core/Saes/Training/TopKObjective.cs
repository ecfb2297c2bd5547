using SteerScope.Compute;

namespace SteerScope.Saes.Training;

/// <summary>
/// TopK (Gao et al. 2024, arXiv 2406.04093, sections 2.3 and A.2): z = (x - b_dec) W_enc + b_enc; f holds the k largest of z as far
/// as they are positive; x̂ = f W_dec + b_dec; the loss of a token is |x - x̂|² + alpha |e - ê|², where the error e = x - x̂ counts as
/// a constant and ê = a W_dec is its reconstruction by the k_aux largest of the dead features, so that these have a gradient at all.
/// </summary>
internal sealed class TopKObjective(IDenseProducts products, int rows, int width, int features, int k, double auxiliaryWeight)
    : SaeObjective(products, rows, width, features)
{
    private readonly int auxiliaryK = TrainingSettings.AuxiliaryK(width);
    private readonly double[] auxiliaryErrors = new double[rows];

    // Made when features first die, which many trainings never see.
    private float[]? auxiliary;
    private float[]? auxiliarySlopes;
    private float[]? auxiliaryResidual;
    private SaeParameters? auxiliaryGradients;

    /// <inheritdoc/>
    public override BatchScore Gradients(
        SaeParameters parameters, float[] x, int count, double sparsity, FeatureActivity activity, SaeParameters gradients)
    {
        var (d, f, w) = (parameters.Width, parameters.Features, Workspace);
        var score = Forward(parameters, x, count);
        var dead = activity.Dead();
        var extra = dead.Length == 0 ? 0 : AuxiliaryError(parameters, count, dead);
        Scale(w.Residual, count * d, 2f / count);
        var upstream = w.Residual.AsSpan(0, count * d);
        Products.Multiply(new(upstream, count, d), new MatrixOperand(parameters.WDec, f, d).Transpose(), w.Slopes.AsSpan(0, count * f));
        Keep(w.Slopes, w.Activations, count * f);
        Products.Multiply(new MatrixOperand(w.Activations.AsSpan(0, count * f), count, f).Transpose(), new(upstream, count, d), gradients.WDec);
        if (dead.Length > 0)
        {
            AddAuxiliary(parameters, count, gradients);
        }

        Products.Multiply(new MatrixOperand(w.Input.AsSpan(0, count * d), count, d).Transpose(), new(w.Slopes.AsSpan(0, count * f), count, f), gradients.WEnc);
        ColumnSums(w.Slopes, count, f, gradients.BEnc);
        ColumnSums(w.Residual, count, d, gradients.BDec);
        ThroughInputBias(parameters, gradients);
        CountActive(count, f);
        return score with { Loss = score.SquaredError + (auxiliaryWeight * extra) };
    }

    /// <inheritdoc/>
    protected override void Encode(SaeParameters parameters, float[] x, int count)
    {
        var (d, f, w) = (parameters.Width, parameters.Features, Workspace);
        Products.Spread(count, (first, rows) =>
        {
            for (var at = first * d; at < (first + rows) * d; at++)
            {
                w.Input[at] = x[at] - parameters.BDec[at % d];
            }
        });
        Products.Multiply(new(w.Input.AsSpan(0, count * d), count, d), new(parameters.WEnc, d, f), w.Pre.AsSpan(0, count * f));
        Products.Spread(count, (first, rows) =>
        {
            var largest = new LargestValues(k);
            for (var row = first; row < first + rows; row++)
            {
                var pre = w.Pre.AsSpan(row * f, f);
                for (var i = 0; i < f; i++)
                {
                    pre[i] += parameters.BEnc[i];
                    largest.Offer(pre[i], i);
                }

                w.Counts[row] = largest.TakeInto(w.Activations.AsSpan(row * f, f));
            }
        });
    }

    // Sum over tokens of |e - ê|² / n; leaves ê - e = ê + residual, times alpha * 2 / n.
    private double AuxiliaryError(SaeParameters parameters, int count, int[] dead)
    {
        var (d, f, w) = (parameters.Width, parameters.Features, Workspace);
        var activations = auxiliary ??= new float[w.Pre.Length];
        var residual = auxiliaryResidual ??= new float[w.Residual.Length];
        Products.Spread(count, (first, rows) =>
        {
            var largest = new LargestValues(auxiliaryK);
            for (var row = first; row < first + rows; row++)
            {
                foreach (var i in dead)
                {
                    largest.Offer(w.Pre[(row * f) + i], i);
                }

                largest.TakeInto(activations.AsSpan(row * f, f));
            }
        });
        Products.Multiply(new(activations.AsSpan(0, count * f), count, f), new(parameters.WDec, f, d), residual.AsSpan(0, count * d));
        var factor = (float)(auxiliaryWeight * 2 / count);
        Products.Spread(count, (first, rows) =>
        {
            for (var row = first; row < first + rows; row++)
            {
                var error = 0.0;
                for (var at = row * d; at < (row + 1) * d; at++)
                {
                    var difference = residual[at] + w.Residual[at];
                    error += (double)difference * difference;
                    residual[at] = factor * difference;
                }

                auxiliaryErrors[row] = error;
            }
        });
        var total = 0.0;
        for (var row = 0; row < count; row++)
        {
            total += auxiliaryErrors[row];
        }

        return total / count;
    }

    private void AddAuxiliary(SaeParameters parameters, int count, SaeParameters gradients)
    {
        var (d, f, w) = (parameters.Width, parameters.Features, Workspace);
        var slopes = auxiliarySlopes ??= new float[w.Pre.Length];
        var more = auxiliaryGradients ??= new SaeParameters(d, f, SaeKind.Topk);
        var upstream = auxiliaryResidual.AsSpan(0, count * d);
        Products.Multiply(new(upstream, count, d), new MatrixOperand(parameters.WDec, f, d).Transpose(), slopes.AsSpan(0, count * f));
        Keep(slopes, auxiliary!, count * f);
        Products.Multiply(new MatrixOperand(auxiliary.AsSpan(0, count * f), count, f).Transpose(), new(upstream, count, d), more.WDec);
        Add(w.Slopes, slopes, count * f);
        Add(gradients.WDec, more.WDec, more.WDec.Length);
    }

    // b_dec is taken from the input: its share is -W_enc times the sum of dL/dz over tokens, which is the gradient of b_enc.
    private void ThroughInputBias(SaeParameters parameters, SaeParameters gradients)
    {
        var f = parameters.Features;
        Products.Spread(parameters.Width, (first, length) =>
        {
            for (var row = first; row < first + length; row++)
            {
                var sum = 0.0;
                for (var i = 0; i < f; i++)
                {
                    sum += (double)parameters.WEnc[(row * f) + i] * gradients.BEnc[i];
                }

                gradients.BDec[row] -= (float)sum;
            }
        });
    }

    private void CountActive(int count, int f)
    {
        var w = Workspace;
        Products.Spread(f, (first, length) =>
        {
            w.Active.AsSpan(first, length).Clear();
            for (var row = 0; row < count; row++)
            {
                for (var i = first; i < first + length; i++)
                {
                    w.Active[i] += w.Activations[(row * f) + i] > 0 ? 1 : 0;
                }
            }
        });
    }

    private void Keep(float[] slopes, float[] activations, int count) => Products.Spread(count, (first, length) =>
    {
        for (var i = first; i < first + length; i++)
        {
            slopes[i] = activations[i] > 0 ? slopes[i] : 0;
        }
    });

    private void Add(float[] to, float[] values, int count) => Products.Spread(count, (first, length) =>
    {
        for (var i = first; i < first + length; i++)
        {
            to[i] += values[i];
        }
    });
}
