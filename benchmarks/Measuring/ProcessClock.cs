using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SteerScope.Measuring;

/// <summary>Wall and processor time of this process. Processor time is in nanoseconds on Linux, in ticks of 10 ms or so elsewhere.</summary>
public static unsafe partial class ProcessClock
{
    private const int ProcessCpuTime = 2;

    /// <summary>Now.</summary>
    public static Timing Now => new(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, Cpu());

    /// <summary>Average of <paramref name="repeats"/> calls.</summary>
    public static Timing Time(Action action, int repeats)
    {
        var before = Now;
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            action();
        }

        var after = Now;
        return new Timing((after.Wall - before.Wall) / repeats, (after.Cpu - before.Cpu) / repeats);
    }

    private static double Cpu()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime.TotalSeconds;
        }

        var time = stackalloc long[2];
        return GetTime(ProcessCpuTime, time) == 0
            ? time[0] + (time[1] * 1e-9)
            : throw new InvalidOperationException($"clock_gettime failed with error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, long* time);
}
