namespace SteerScope.Saes.Training;

/// <summary>
/// Steers lambda to a number of active features: lambda = base * (L0 / target)², the square held within a tenth and ten, where L0 is the
/// running mean over some fifty batches. The ratio answers at once and damps; the base carries what is needed in the long run: once
/// lambda's warm-up is over, each step moves its logarithm by a small rate times log(L0 / target), held within -1 and 1, which is
/// slower than the thresholds that it acts on. Without a target lambda stays.
/// </summary>
internal sealed class SparsityController
{
    private const double FastestRate = 0.01;
    private const double Change = 20;
    private const double Memory = 0.98;
    private const double MostAnswer = 10;

    private readonly double? target;
    private readonly double rate;

    public SparsityController(double sparsity, double? target, int steps)
    {
        this.target = target;
        rate = Math.Min(FastestRate, Change / steps);
        LogSparsity = Math.Log(sparsity);
    }

    /// <summary>Natural logarithm of the base.</summary>
    public double LogSparsity { get; set; }

    /// <summary>Running mean of L0; negative before the first batch.</summary>
    public double MeanL0 { get; set; } = -1;

    /// <summary>lambda.</summary>
    public double Sparsity => Math.Exp(LogSparsity) *
        (target is { } wanted && MeanL0 >= 0 ? Math.Clamp(MeanL0 / wanted * (MeanL0 / wanted), 1 / MostAnswer, MostAnswer) : 1);

    /// <summary>Looks at a batch.</summary>
    /// <param name="l0">Mean number of active features.</param>
    /// <param name="steering">Whether the warm-up is over.</param>
    public void Observe(double l0, bool steering)
    {
        MeanL0 = MeanL0 < 0 ? l0 : (Memory * MeanL0) + ((1 - Memory) * l0);
        if (steering && target is { } wanted)
        {
            // Nothing active at all is as far from the target as can be.
            LogSparsity += rate * Math.Clamp(Math.Log(Math.Max(MeanL0, 1e-6) / wanted), -1, 1);
        }
    }
}
