namespace SteerScope.Saes.Training;

/// <summary>Learning rate and sparsity over the steps of a training.</summary>
/// <param name="steps">All steps.</param>
internal sealed class TrainingSchedule(int steps)
{
    private const int LongestRateWarmUp = 1000;
    private const int LongestSparsityWarmUp = 10_000;

    private readonly int rateWarmUp = Math.Clamp(steps / 20, 1, LongestRateWarmUp);
    private readonly int decay = Math.Max(1, steps / 5);

    /// <summary>Steps over which lambda grows from 0: the paper's 10 000, at most a fifth of the training.</summary>
    public int SparsityWarmUp { get; } = Math.Clamp(steps / 5, 1, LongestSparsityWarmUp);

    /// <summary>
    /// Factor on the learning rate of a step, counted from 0: it grows from 0 over the first twentieth (at most 1000 steps), and falls
    /// to 0 over the last fifth (Gao et al., appendix A.3), both in a straight line.
    /// </summary>
    public double Rate(int step) => Math.Min(1, (step + 1.0) / rateWarmUp) * Math.Min(1, (double)(steps - step) / decay);

    /// <summary>Factor on lambda.</summary>
    public double Sparsity(int step) => Math.Min(1, (step + 1.0) / SparsityWarmUp);
}
