using System.CommandLine;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope run</c>: runs a sweep, or goes on with it.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("SPEC") { Description = "the sweep's YAML file (docs/spec.md)" };
        var options = new SweepOptions();
        var command = new Command("run", "run a sweep; running it again goes on where it stopped") { path };
        options.AddTo(command);
        command.SetAction(parse =>
            SweepSession.Run(options.Apply(SpecFile.Load(parse.GetRequiredValue(path)), parse), parse.GetValue(options.Json)));
        return command;
    }
}
