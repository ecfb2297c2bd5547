using System.Diagnostics;
using System.Globalization;

namespace SteerScope.SweepBenchmark.Growth;

/// <summary>One run of the real command in a process of its own.</summary>
/// <param name="Wall">Seconds until it ended.</param>
/// <param name="FirstLine">Seconds until its first line of output; NaN when there was none.</param>
/// <param name="Cpu">Seconds of processor time, to the last look before its end.</param>
/// <param name="PeakBytes">Largest resident set, to the last look before its end.</param>
internal sealed record CommandRun(double Wall, double FirstLine, double Cpu, long PeakBytes)
{
    // The largest resident set only grows: what is missed after the last look is what grew in so many milliseconds.
    private const int MillisecondsBetweenLooks = 5;

    /// <summary>steerscope.dll as built beside this benchmark.</summary>
    private static string Command
    {
        get
        {
            var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var path = Path.Combine(own.Parent!.Parent!.FullName, "Client", own.Name, "steerscope.dll");
            return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing; building this benchmark builds it.", path);
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static CommandRun Of(params IReadOnlyList<string> arguments)
    {
        var watch = Stopwatch.StartNew();
        var first = double.NaN;
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [Command, .. arguments])
            {
                RedirectStandardOutput = true,
            },
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null && double.IsNaN(first))
            {
                first = watch.Elapsed.TotalSeconds;
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        var (cpu, peak) = (0.0, 0L);
        while (!process.WaitForExit(MillisecondsBetweenLooks))
        {
            (cpu, peak) = Look(process, cpu, peak);
        }

        var wall = watch.Elapsed.TotalSeconds;
        process.WaitForExit();
        return process.ExitCode == 0
            ? new CommandRun(wall, first, cpu, peak)
            : throw new InvalidOperationException($"steerscope {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static (double Cpu, long Peak) Look(Process process, double cpu, long peak)
    {
        try
        {
            var high = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return (process.TotalProcessorTime.TotalSeconds, high is null ? peak : long.Parse(high[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return (cpu, peak);
        }
    }
}
