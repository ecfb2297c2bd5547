using System.Diagnostics;

namespace SteerScope.Cluster.Support;

/// <summary>Waits for what other processes do.</summary>
public static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Waits until something holds, and fails when it never does.</summary>
    public static void True(Func<bool> condition, Func<string> what, TimeSpan? patience = null)
    {
        var waited = Stopwatch.StartNew();
        while (!Seen(condition))
        {
            if (waited.Elapsed > (patience ?? Patience))
            {
                throw new TimeoutException($"For {waited.Elapsed.TotalSeconds:0} s this did not come true: {what()}.");
            }

            using var pause = new ManualResetEventSlim();
            pause.Wait(TimeSpan.FromMilliseconds(20));
        }
    }

    // Folders come and go while they are looked at.
    private static bool Seen(Func<bool> condition)
    {
        try
        {
            return condition();
        }
        catch (IOException)
        {
            return false;
        }
    }
}
