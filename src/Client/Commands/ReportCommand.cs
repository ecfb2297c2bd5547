using System.CommandLine;
using System.Text.Json;
using SteerScope.Client.Composition;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope report</c>: writes the page of a finished sweep again.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var behaviour = new Option<string?>("--behaviour") { Description = "behaviour whose figures are drawn (default: the spec's)" };
        var layer = new Option<int?>("--layer") { Description = "layer whose figures are drawn (default: the spec's)" };
        var command = new Command("report", "write the page of a finished sweep again") { behaviour, layer };
        sweepArgument.AddTo(command);
        command.SetAction(parse =>
        {
            var spec = sweepArgument.Load(parse);
            spec = spec with
            {
                Report = spec.Report with
                {
                    Behaviour = parse.GetValue(behaviour) ?? spec.Report.Behaviour,
                    Layer = parse.GetValue(layer) ?? spec.Report.Layer,
                },
            };
            var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
            if (!Directory.Exists(folder.Root))
            {
                throw new InputException($"{folder.Root}: there is no such folder; run the sweep first.");
            }

            var sweep = SweepPreparer.Prepare(spec, spec.Compute.Device, folder.OpenDigests());
            var store = folder.OpenStore();
            var inventory = store.Inventory();
            if (SweepPlanner.Plan(sweep).Items.FirstOrDefault(i => i.Outputs.Any(o => !inventory.Has(o.Key))) is { } missing)
            {
                throw new InputException($"{folder.Root}: the sweep is not finished, {missing.Id} is missing; run it first.");
            }

            new SweepResults(sweep, store, folder, Providers.Tables, ProductVersion.Number).WritePage();
            Console.Out.WriteLine(sweepArgument.Json(parse) ? JsonSerializer.Serialize(new { report = folder.Report }) : folder.Report);
            return ExitCode.Done;
        });
        return command;
    }
}
