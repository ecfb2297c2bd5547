using System.Globalization;
using System.Runtime.Intrinsics;

namespace SteerScope.Measuring;

/// <summary>What the numbers were measured on.</summary>
public static class MachineDescription
{
    /// <summary>Processor, cores, vector width and load, in one line.</summary>
    public static string Line
    {
        get
        {
            var model = File.Exists("/proc/cpuinfo")
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
                : null;
            var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
            var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
            return string.Create(CultureInfo.InvariantCulture, $"{model ?? "unknown processor"}, {Environment.ProcessorCount} cores, vectors of {width} bits, .NET {Environment.Version}, load {load}, {DateTime.UtcNow:yyyy-MM-dd}");
        }
    }
}
