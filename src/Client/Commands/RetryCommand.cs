using System.CommandLine;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope retry</c>: tries again what failed in a sweep's last run.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("SPEC") { Description = "the sweep's YAML file" };
        var failed = new Option<bool>("--failed") { Description = "try the failed items again (the default, and all that retry does)" };
        var options = new SweepOptions();
        var command = new Command("retry", "try again what failed in the last run") { path, failed };
        options.AddTo(command);
        command.SetAction(parse =>
        {
            var spec = options.Apply(SpecFile.Load(parse.GetRequiredValue(path)), parse);
            var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
            var failures = folder.ReadFailures();
            if (failures.Count == 0)
            {
                Console.Out.WriteLine($"nothing failed in the last run of {folder.Root}");
                return ExitCode.Done;
            }

            return SweepSession.Run(spec, parse.GetValue(options.Json));
        });
        return command;
    }
}
