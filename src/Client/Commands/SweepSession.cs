using System.Text.Json;
using Spectre.Console;
using SteerScope.Client.Composition;
using SteerScope.Client.Progress;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary>Runs a sweep with progress on the terminal and says how it ended.</summary>
internal static class SweepSession
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(SweepSpec spec, bool json)
    {
        using var interrupt = new Interrupt();
        var asked = spec.Compute.Workers;
        spec = spec with { Compute = spec.Compute with { Workers = Providers.Workers(spec.Compute.Device, asked) } };
        using var device = Providers.Open(spec.Compute.Device, ThreadsPerWorker(spec.Compute));
        using var managed = device.Name == SweepStages.MergeProvider ? null : Providers.OpenManaged(ThreadsPerWorker(spec.Compute));
        if (spec.Compute.Workers != asked)
        {
            Console.Error.WriteLine($"steerscope: {spec.Compute.Device} is one device with one thread of its own; {asked} workers were asked for, {spec.Compute.Workers} is used.");
        }

        var run = new SweepRun(device, managed ?? device, Providers.Tables, ProductVersion.Number, TimeProvider.System);
        var outcome = WithProgress(json, observer => run.Run(spec, observer, interrupt.Token));
        return Report(spec, outcome, json);
    }

    // Results do not depend on threads; several workers share the cores.
    private static int ThreadsPerWorker(ComputeSpec compute) =>
        compute.Threads > 0 ? compute.Threads : Math.Max(1, Environment.ProcessorCount / compute.Workers);

    private static SweepOutcome WithProgress(bool json, Func<ISweepObserver, SweepOutcome> run)
    {
        if (json)
        {
            return run(new JsonObserver(Console.Out));
        }

        return Terminal.IsDrawn
            ? BarsObserver.Show(AnsiConsole.Console, run)
            : run(new LinesObserver(Console.Out, TimeProvider.System));
    }

    private static int Report(SweepSpec spec, SweepOutcome outcome, bool json)
    {
        var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                @event = "ended",
                complete = outcome.Complete,
                failed = outcome.Failures.Count,
                blocked = outcome.Blocked.Count,
                @out = folder.Root,
            }));
        }
        else if (outcome.Complete)
        {
            Console.Out.WriteLine($"report  {folder.Report}");
            Console.Out.WriteLine($"tables  {folder.Tables}");
        }
        else
        {
            foreach (var failure in outcome.Failures)
            {
                Console.Error.WriteLine($"steerscope: {failure.Item} failed: {failure.Reason}");
            }

            Console.Error.WriteLine($"steerscope: {Ended(outcome)}; the rest is done, and the same command tries again.");
        }

        return outcome.Complete ? ExitCode.Done : ExitCode.FailedItems;
    }

    private static string Ended(SweepOutcome outcome)
    {
        var (failed, blocked) = (outcome.Failures.Count, outcome.Blocked.Count);
        var failures = failed == 1 ? "1 item failed" : $"{failed} items failed";
        var wait = (blocked, failed) switch
        {
            (0, _) => "",
            (1, 1) => " and 1 item waits for it",
            (1, _) => " and 1 item waits for them",
            (_, 1) => $" and {blocked} items wait for it",
            _ => $" and {blocked} items wait for them",
        };
        return failures + wait;
    }
}
