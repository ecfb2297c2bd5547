using System.Diagnostics;

namespace SteerScope.Fuzz.Running;

/// <summary>The most memory that the process has had at once.</summary>
internal static class PeakMemory
{
    /// <summary>Bytes resident at the peak; 0 where the system does not tell.</summary>
    public static long Read()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
