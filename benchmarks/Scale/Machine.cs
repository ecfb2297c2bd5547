using System.Diagnostics;

namespace SteerScope.Scale;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    private const int Flushes = 50;

    /// <summary>Cores, load and how long the disk of a folder takes to make bytes safe.</summary>
    public static string Describe(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "flush");
        var started = Stopwatch.GetTimestamp();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            for (var i = 0; i < Flushes; i++)
            {
                file.Write(new byte[100]);
                file.Flush(flushToDisk: true);
            }
        }

        var flush = Stopwatch.GetElapsedTime(started) / Flushes;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        return $"{Environment.ProcessorCount} cores, load {load} before, {flush.TotalMilliseconds:F2} ms per flush of 100 bytes";
    }
}
