using System.Globalization;

namespace SteerScope.Fuzz.Running;

/// <summary>Tries a target with many inputs. Which inputs those are depends on seed and numbers only, not on the number of workers.</summary>
public static class FuzzRunner
{
    // A thread that hangs cannot be ended: after so many the machine is busy with nothing else.
    private const int MostHangs = 3;

    /// <summary>Runs a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="options">How long and how.</param>
    /// <param name="progress">Called now and then.</param>
    public static async Task<TargetReport> RunAsync(IFuzzTarget target, FuzzOptions options, Action<TargetReport>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        var report = new TargetReport(target.Name);
        var next = options.First - 1;
        var last = options.First + (options.Count ?? long.MaxValue / 2);
        var ends = options.Duration is { } duration ? Environment.TickCount64 + (long)duration.TotalMilliseconds : long.MaxValue;
        var peak = PeakMemory.Read();
        var (started, hangs) = (0, 0);
        var workers = Enumerable.Range(0, options.Workers).Select(_ => Start()).ToList();
        while (workers.Count > 0)
        {
            await Task.WhenAny([.. workers.Select(worker => worker.Done), Task.Delay(200)]).ConfigureAwait(false);
            foreach (var worker in workers.ToArray())
            {
                if (worker.AbandonIfHung() && ++hangs < MostHangs)
                {
                    workers.Add(Start());
                }

                if (worker.Done.IsCompleted)
                {
                    workers.Remove(worker);
                    await worker.Done.ConfigureAwait(false);
                }
            }

            progress?.Invoke(report);
        }

        report.PeakGrowth = PeakMemory.Read() - peak;
        if (report.PeakGrowth > options.MaxPeakGrowth)
        {
            report.Add(new FuzzFault(
                target.Name, FaultKind.Memory, "Memory: peak", $"The process' peak of memory grew by {report.PeakGrowth >> 20} MiB.", FuzzInput.Make(target, options.Seed, options.First)));
        }

        return report;

        FuzzWorker Start()
        {
            var folder = Path.Combine(options.WorkFolder, string.Create(CultureInfo.InvariantCulture, $"{target.Name}-{started++}"));
            var worker = new FuzzWorker(target, options, report, folder, Take);
            worker.Start();
            return worker;
        }

        long? Take() => Environment.TickCount64 < ends && hangs < MostHangs && Interlocked.Increment(ref next) is var number && number < last ? number : null;
    }
}
