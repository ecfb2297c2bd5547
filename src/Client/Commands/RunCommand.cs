using System.CommandLine;
using SteerScope.Client.Composition;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope run</c>: runs a sweep, or goes on with it.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var command = new Command("run", "run a sweep; running it again goes on where it stopped");
        sweepArgument.AddTo(command);
        command.SetAction(parse => sweepArgument.Cluster(parse) is { } cluster
            ? Clusters.Run(cluster, sweepArgument.Load(parse), sweepArgument.Json(parse))
            : SweepSession.Run(sweepArgument.Load(parse), sweepArgument.Json(parse)));
        return command;
    }
}
