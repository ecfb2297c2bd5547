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
            var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
            if (!Directory.Exists(folder.Root))
            {
                throw new InputException($"{folder.Root}: there is no such folder; this sweep was never run.");
            }

            var sweep = SweepPreparer.Prepare(spec, spec.Compute.Device, folder.OpenDigests());
            var plan = SweepPlanner.Plan(sweep);
            var store = folder.OpenStore();
            WorkItem[] done = [.. plan.Items.Where(i => i.Outputs.All(o => store.Has(o.Key)))];
            var progress = new StageProgress(plan, done);

            // What failed and was made later by a run that did not come to its end is no failure any more.
            var finished = done.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
            ItemFailure[] failures = [.. folder.ReadFailures().Where(f => !finished.Contains(f.Item))];
            var tables = new SweepResults(sweep, store, folder, Providers.Tables, ProductVersion.Number).AreCurrent();
            if (sweepArgument.Json(parse))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(new
                {
                    items = plan.Items.Count,
                    done = done.Length,
                    stages = progress.Stages.ToDictionary(s => StageProgress.NameOf(s.Key), s => new { done = s.Value.Done, total = s.Value.Total }),
                    failed = failures.Select(f => new { item = f.Item, reason = f.Reason, attempts = f.Attempts }),
                    tables,
                }));
            }
            else
            {
                foreach (var (stage, (ready, total)) in progress.Stages)
                {
                    Console.Out.WriteLine($"{StageProgress.NameOf(stage),-10} {ready}/{total}");
                }

                Console.Out.WriteLine($"tables     {(tables ? folder.Tables : "not yet")}");
                foreach (var failure in failures)
                {
                    Console.Out.WriteLine($"failed     {failure.Item}: {failure.Reason}");
                }
            }

            return failures.Length == 0 ? ExitCode.Done : ExitCode.FailedItems;
        });
        return command;
    }
}
