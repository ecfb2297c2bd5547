namespace SteerScope.Measuring;

/// <summary>Work in this process.</summary>
public sealed class Managed(string name, Action action) : IContender
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Timing Run(int repeats) => ProcessClock.Time(action, repeats);
}
