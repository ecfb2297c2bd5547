using System.CommandLine;
using System.Text.Json;
using SteerScope.Client.Composition;
using SteerScope.Client.Progress;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope status</c>: what of a sweep is done, from its artifacts.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var command = new Command("status", "what of a sweep is done");
        sweepArgument.AddTo(command);
        command.SetAction(parse =>
        {
            var spec = sweepArgument.Load(parse);
            if (sweepArgument.Cluster(parse) is { } cluster)
            {
                return Clusters.Status(cluster, spec, sweepArgument.Json(parse));
            }

            var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
            if (!Directory.Exists(folder.Root))
            {
                throw new InputException($"{folder.Root}: there is no such folder; this sweep was never run.");
            }

            var sweep = SweepPreparer.Prepare(spec, spec.Compute.Device, folder.OpenDigests());
            var store = folder.OpenStore();
            var schedule = new Schedule(SweepPlanner.Plan(sweep), store);
            var stages = schedule.Counts;
            var failures = StillFailed(folder.ReadFailures(), schedule);
            var tables = new SweepResults(sweep, store, folder, Providers.Tables, ProductVersion.Number).AreCurrent();
            if (sweepArgument.Json(parse))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(new
                {
                    items = schedule.Plan.Count,
                    done = stages.Sum(s => s.Done),
                    stages = stages.ToDictionary(s => StageProgress.NameOf(s.Stage), s => new { done = s.Done, total = s.Total }),
                    failed = failures.Select(f => new { item = f.Item, reason = f.Reason, attempts = f.Attempts }),
                    tables,
                }));
            }
            else
            {
                foreach (var stage in stages)
                {
                    Console.Out.WriteLine($"{StageProgress.NameOf(stage.Stage),-10} {stage.Done}/{stage.Total}");
                }

                Console.Out.WriteLine($"tables     {(tables ? folder.Tables : "not yet")}");
                foreach (var failure in failures)
                {
                    Console.Out.WriteLine($"failed     {failure.Item}: {failure.Reason}");
                }
            }

            return failures.Count == 0 ? ExitCode.Done : ExitCode.FailedItems;
        });
        return command;
    }

    // What failed and was made later by a run that did not come to its end is no failure any more.
    private static IReadOnlyList<ItemFailure> StillFailed(IReadOnlyList<ItemFailure> failures, Schedule schedule)
    {
        if (failures.Count == 0)
        {
            return failures;
        }

        var failed = failures.Select(f => f.Item).ToHashSet(StringComparer.Ordinal);
        var made = schedule.Plan.Items.Index().Where(i => failed.Contains(i.Item.Id) && schedule.IsDone(i.Index)).Select(i => i.Item.Id).ToHashSet(StringComparer.Ordinal);
        return [.. failures.Where(f => !made.Contains(f.Item))];
    }
}
