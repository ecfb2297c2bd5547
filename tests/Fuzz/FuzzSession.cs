using System.Diagnostics;
using System.Globalization;
using SteerScope.Fuzz.Running;

namespace SteerScope.Fuzz;

/// <summary>Tries several targets one after the other and says what came of it.</summary>
/// <param name="console">Where to say it.</param>
/// <param name="output">Where faults are kept.</param>
public sealed class FuzzSession(TextWriter console, string output)
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);

    /// <summary>Runs the targets.</summary>
    /// <returns>0 when there was no fault, else 1.</returns>
    public async Task<int> RunAsync(IReadOnlyList<IFuzzTarget> targets, FuzzOptions options)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var left in CrashMark.Left(FuzzOptions.WorkFolders))
        {
            Say($"An earlier process ended while it read an input: {left}");
        }

        var reports = new List<TargetReport>();
        foreach (var target in targets)
        {
            var begun = Stopwatch.GetTimestamp();
            var shown = TimeSpan.Zero;
            reports.Add(await FuzzRunner.RunAsync(target, options, report =>
            {
                var elapsed = Stopwatch.GetElapsedTime(begun);
                if (elapsed - shown >= ProgressEvery)
                {
                    shown = elapsed;
                    Say(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {report.Runs} inputs, {report.Runs / elapsed.TotalSeconds:F0} per second, {report.Faults.Count} faults"));
                }
            }).ConfigureAwait(false));
            Show(reports[^1], options);
        }

        Table(reports);
        if (Directory.Exists(options.WorkFolder) && CrashMark.Left(options.WorkFolder).Count == 0)
        {
            Directory.Delete(options.WorkFolder, recursive: true);
        }

        return reports.Any(report => report.Faults.Count > 0) ? 1 : 0;
    }

    private void Show(TargetReport report, FuzzOptions options)
    {
        foreach (var (fault, count) in report.Faults)
        {
            var folder = FaultFolder.Write(output, fault, count, options.Seed);
            Say($"FAULT {fault.Target} {fault.Signature} ({count} times)\n  {fault.Detail.ReplaceLineEndings("\n  ")}\n  kept in {folder}; again: {fault.Command(options.Seed)}");
        }

        if (options.Count == 1 && report.Faults.Count == 0)
        {
            Say(report.Messages.Keys.FirstOrDefault() is { } message ? $"refused: {message}" : "accepted");
        }
    }

    private void Table(List<TargetReport> reports)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"{"target",-12}{"runs",10}{"accepted",10}{"refused",10}{"messages",10}{"slowest",16}{"most memory",18}{"peak",10}{"faults",8}"));
        foreach (var report in reports)
        {
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Target,-12}{report.Runs,10}{report.Accepted,10}{report.Refused,10}{report.Messages.Count,10}{$"{report.Slowest.TotalMilliseconds:F0} ms #{report.SlowestNumber}",16}{$"{report.LargestShare:P0} #{report.LargestNumber}",18}{$"+{report.PeakGrowth >> 20} MiB",10}{report.Faults.Count,8}"));
        }

        Say(string.Create(CultureInfo.InvariantCulture, $"{"in all",-12}{reports.Sum(r => r.Runs),10}{reports.Sum(r => r.Accepted),10}{reports.Sum(r => r.Refused),10}"));
    }

    private void Say(string line) => console.WriteLine(line);
}
