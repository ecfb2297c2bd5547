using System.CommandLine;
using System.Text.Json;
using SteerScope.Client.Composition;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope retry</c>: tries again what failed in a sweep's last run.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var failed = new Option<bool>("--failed") { Description = "try the failed items again (the default, and all that retry does)" };
        var command = new Command("retry", "try again what failed in the last run") { failed };
        sweepArgument.AddTo(command);
        command.SetAction(parse =>
        {
            var spec = sweepArgument.Load(parse);
            if (sweepArgument.Cluster(parse) is { } cluster)
            {
                // Handed in again, a sweep that is over starts anew with what is not done.
                return Clusters.Run(cluster, spec, sweepArgument.Json(parse));
            }

            var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
            var failures = folder.ReadFailures();
            if (failures.Count == 0)
            {
                Console.Out.WriteLine(sweepArgument.Json(parse)
                    ? JsonSerializer.Serialize(new { @event = "nothing_failed", @out = folder.Root })
                    : $"nothing failed in the last run of {folder.Root}; steerscope run goes on with what is not done");
                return ExitCode.Done;
            }

            return SweepSession.Run(spec, sweepArgument.Json(parse));
        });
        return command;
    }
}
