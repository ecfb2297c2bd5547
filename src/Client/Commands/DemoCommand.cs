using System.CommandLine;
using SteerScope.Client.Composition;
using SteerScope.Planted;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope demo</c>: the whole analysis on a small model with a planted answer, generated on the spot.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "where to put model and results", HelpName = "FOLDER", DefaultValueFactory = _ => Path.Combine("runs", "demo") };
        var silos = new Option<int?>("--silos") { Description = "run it on a cluster of so many members on this machine, and kill one of them", HelpName = "N" };
        var json = CommonOptions.Json();
        var command = new Command("demo", "the whole analysis on a small generated model; prints where the report is") { output, silos, json };
        command.SetAction(parse =>
        {
            var root = Path.GetFullPath(parse.GetRequiredValue(output));

            // A run that is going on reads these files through the memory map.
            using (new SweepFolder(Path.Combine(root, "results")).Lock())
            {
                PlantedWorld.Write(root);
            }

            if (parse.GetValue(silos) is { } members)
            {
                return members >= 2
                    ? Clusters.Demo(root, members, parse.GetValue(json))
                    : throw new InputException($"--silos {members}: should be at least 2, since one is killed.");
            }

            return SweepSession.Run(SpecFile.Load(Path.Combine(root, PlantedWorld.SpecFileName)), parse.GetValue(json));
        });
        return command;
    }
}
