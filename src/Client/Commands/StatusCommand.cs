using System.CommandLine;
using System.Text.Json;
using SteerScope.Client.Progress;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope status</c>: what of a sweep is done, from its artifacts.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("SPEC") { Description = "the sweep's YAML file" };
        var options = new SweepOptions();
        var command = new Command("status", "what of a sweep is done") { path };
        options.AddTo(command);
        command.SetAction(parse =>
        {
            var spec = options.Apply(SpecFile.Load(parse.GetRequiredValue(path)), parse);
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
            var failures = folder.ReadFailures();
            var tables = File.Exists(Path.Combine(folder.Tables, "_SUCCESS"));
            if (parse.GetValue(options.Json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(new
                {
                    items = plan.Items.Count,
                    done = done.Length,
                    stages = progress.Stages.ToDictionary(s => StageProgress.NameOf(s.Key), s => new { done = s.Value.Done, total = s.Value.Total }),
                    failed = failures,
                    tables,
                }));
            }
            else
            {
                foreach (var (stage, (finished, total)) in progress.Stages)
                {
                    Console.Out.WriteLine($"{StageProgress.NameOf(stage),-10} {finished}/{total}");
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
}
