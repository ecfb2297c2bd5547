namespace SteerScope.Measuring;

/// <summary>A quotient measured in several rounds.</summary>
/// <param name="Median">Median over the rounds.</param>
/// <param name="Low">Lower quartile.</param>
/// <param name="High">Upper quartile.</param>
public readonly record struct Ratio(double Median, double Low, double High)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Median:0.00} [{Low:0.00}, {High:0.00}]";
}
