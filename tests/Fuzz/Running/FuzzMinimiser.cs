using System.Diagnostics;

namespace SteerScope.Fuzz.Running;

/// <summary>Makes a file that shows a fault smaller, by leaving out ever smaller blocks as long as the fault stays the same (Zeller's delta debugging, cut short).</summary>
internal static class FuzzMinimiser
{
    private const int MaxTrials = 3_000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <summary>The smallest file that was found.</summary>
    /// <param name="content">The file.</param>
    /// <param name="shows">Whether a file shows the same fault.</param>
    public static byte[] Minimise(byte[] content, Func<byte[], bool> shows)
    {
        var best = content;
        var trials = 0;
        var begun = Stopwatch.GetTimestamp();
        for (var block = Math.Max(1, content.Length / 2); ; block = Math.Max(1, block / 2))
        {
            var smaller = false;
            for (var at = 0; at < best.Length && !Enough(); trials++)
            {
                byte[] candidate = [.. best.AsSpan(0, at), .. best.AsSpan(Math.Min(best.Length, at + block))];
                if (shows(candidate))
                {
                    best = candidate;
                    smaller = true;
                }
                else
                {
                    at += block;
                }
            }

            if (Enough() || (block == 1 && !smaller))
            {
                return best;
            }
        }

        bool Enough() => trials >= MaxTrials || Stopwatch.GetElapsedTime(begun) > MaxTime;
    }
}
