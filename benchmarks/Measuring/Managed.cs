namespace SteerScope.Measuring;

/// <summary>Work in this process. It is done for a while before its first turn, until the just-in-time compiler has done its best.</summary>
public sealed class Managed(string name, Action action) : IContender
{
    /// <summary>Calls after which the compiler optimises a method, in the background, once nothing new has been called for a tenth of a second.</summary>
    private const int CallsToOptimise = 30;
    private const double LongestWarmUp = 0.3;
    private static readonly TimeSpan Background = TimeSpan.FromSeconds(0.15);

    private bool warm;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Timing Run(int repeats)
    {
        if (!warm)
        {
            WarmUp();
            Thread.Sleep(Background);
            WarmUp();
            warm = true;
        }

        return ProcessClock.Time(action, repeats);
    }

    private void WarmUp()
    {
        var until = ProcessClock.Now.Wall + LongestWarmUp;
        for (var calls = 0; calls < CallsToOptimise && ProcessClock.Now.Wall < until; calls++)
        {
            action();
        }
    }
}
