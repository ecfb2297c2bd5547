namespace SteerScope.Saes.Training;

/// <summary>Adds up a <see cref="LayerProgress"/>.</summary>
internal sealed class ProgressSums(int layer)
{
    private double loss;
    private double error;
    private double variance;
    private double l0;
    private double sparsity;
    private int steps;

    public void Add(StepScore score)
    {
        loss += score.Loss;
        error += score.SquaredError;
        variance += score.Variance;
        l0 += score.L0;
        sparsity = score.Sparsity;
        steps++;
    }

    /// <summary>The mean since the last call.</summary>
    public LayerProgress Take(FeatureActivity activity)
    {
        var progress = new LayerProgress(
            layer, loss / steps, 1 - (error / variance), l0 / steps, (double)activity.Dead().Length / activity.Since.Length, sparsity);
        (loss, error, variance, l0, steps) = (0, 0, 0, 0, 0);
        return progress;
    }
}
