using System.CommandLine;
using System.Text.Json;
using SteerScope.Client.Composition;
using SteerScope.Client.Demo;
using SteerScope.Client.Progress;
using SteerScope.Planted;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope demo</c>: the whole analysis on a small trained model that ships with the program, or on one with a planted answer.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "where to put model and results (default: runs/demo, or runs/demo-planted)", HelpName = "FOLDER" };
        var planted = new Option<bool>("--planted") { Description = "on a generated model with known answers in place of the trained one" };
        var silos = new Option<int?>("--silos") { Description = "run it on a cluster of so many members on this machine, and kill one of them", HelpName = "N" };
        var json = CommonOptions.Json();
        var command = new Command("demo", "the whole analysis on a small model of its own; prints what it found and where the report is") { output, planted, silos, json };
        command.SetAction(parse =>
        {
            var known = parse.GetValue(planted);
            var root = Path.GetFullPath(parse.GetValue(output) ?? Path.Combine("runs", known ? "demo-planted" : "demo"));
            var spec = Write(root, known);
            if (parse.GetValue(silos) is { } members)
            {
                return members >= 2
                    ? Clusters.Demo(root, spec, members, parse.GetValue(json))
                    : throw new InputException($"--silos {members}: should be at least 2, since one is killed.");
            }

            var code = SweepSession.Run(spec, parse.GetValue(json));
            if (code == ExitCode.Done)
            {
                Tell(new SweepFolder(SpecPaths.Full(spec, spec.Out)).Findings, parse.GetValue(json));
            }

            return code;
        });
        return command;
    }

    private static SweepSpec Write(string root, bool planted)
    {
        // A run that is going on reads these files through the memory map.
        using (new SweepFolder(Path.Combine(root, "results")).Lock())
        {
            if (planted)
            {
                PlantedWorld.Write(root);
            }
            else
            {
                ShippedDemo.Write(root);
            }
        }

        return SpecFile.Load(Path.Combine(root, planted ? PlantedWorld.SpecFileName : ShippedDemo.SpecFileName));
    }

    private static void Tell(string findings, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { @event = "findings", findings = File.ReadAllLines(findings) }));
        }
        else
        {
            Console.Out.WriteLine();
            foreach (var (number, finding) in File.ReadLines(findings).Index())
            {
                Terminal.Say($"{number + 1}. {finding}");
            }
        }
    }
}
