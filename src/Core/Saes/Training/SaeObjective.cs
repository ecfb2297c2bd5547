using SteerScope.Compute;

namespace SteerScope.Saes.Training;

/// <summary>
/// The loss of one kind of SAE and its gradients. All sums over tokens are in double and in the order of the tokens, or are those of
/// <see cref="IDenseProducts"/>, so that gradients are the same bits for any number of threads.
/// </summary>
internal abstract class SaeObjective(IDenseProducts products, int rows, int width, int features)
{
    /// <summary>For whoever computes with the same cores.</summary>
    protected IDenseProducts Products { get; } = products;

    /// <summary>What the last batch left.</summary>
    public SaeWorkspace Workspace { get; } = new(rows, width, features);

    /// <summary>Reconstructs rows: fills pre-activations, activations and the residual x̂ - x of the workspace.</summary>
    /// <param name="parameters">The SAE.</param>
    /// <param name="x">Rows [n, d].</param>
    /// <param name="count">n, at most the workspace's rows.</param>
    /// <returns>The mean squared error and L0.</returns>
    public BatchScore Forward(SaeParameters parameters, float[] x, int count)
    {
        var (d, f, w) = (parameters.Width, parameters.Features, Workspace);
        Encode(parameters, x, count);
        Products.Multiply(new(w.Activations.AsSpan(0, count * f), count, f), new(parameters.WDec, f, d), w.Residual.AsSpan(0, count * d));
        Products.Spread(count, (first, rows) =>
        {
            for (var row = first; row < first + rows; row++)
            {
                var residual = w.Residual.AsSpan(row * d, d);
                var error = 0.0;
                for (var i = 0; i < d; i++)
                {
                    residual[i] += parameters.BDec[i] - x[(row * d) + i];
                    error += (double)residual[i] * residual[i];
                }

                w.Errors[row] = error;
            }
        });
        var (errors, active) = (0.0, 0L);
        for (var row = 0; row < count; row++)
        {
            errors += w.Errors[row];
            active += w.Counts[row];
        }

        return new BatchScore(count, errors / count, errors / count, (double)active / count);
    }

    /// <summary>The gradients of the mean loss of the rows.</summary>
    /// <param name="parameters">The SAE.</param>
    /// <param name="x">Rows [n, d].</param>
    /// <param name="count">n.</param>
    /// <param name="sparsity">Factor on L0, where the kind has one.</param>
    /// <param name="activity">Says which features are dead; not changed.</param>
    /// <param name="gradients">Receives them.</param>
    public abstract BatchScore Gradients(
        SaeParameters parameters, float[] x, int count, double sparsity, FeatureActivity activity, SaeParameters gradients);

    /// <summary>Fills pre-activations, activations and counts.</summary>
    protected abstract void Encode(SaeParameters parameters, float[] x, int count);

    /// <summary>values[n, m] * factor, in place.</summary>
    protected void Scale(float[] values, int count, float factor) => Products.Spread(count, (first, length) =>
    {
        foreach (ref var value in values.AsSpan(first, length))
        {
            value *= factor;
        }
    });

    /// <summary>Sum over rows of every column of [n, m], in double, in the order of the rows.</summary>
    protected void ColumnSums(float[] values, int count, int columns, float[] sums) => Products.Spread(columns, (first, length) =>
    {
        var totals = new double[length];
        for (var row = 0; row < count; row++)
        {
            var part = values.AsSpan((row * columns) + first, length);
            for (var i = 0; i < length; i++)
            {
                totals[i] += part[i];
            }
        }

        for (var i = 0; i < length; i++)
        {
            sums[first + i] = (float)totals[i];
        }
    });
}
