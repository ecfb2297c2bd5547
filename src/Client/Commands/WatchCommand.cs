using System.CommandLine;
using SteerScope.Client.Composition;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope watch</c>: follow a sweep that a cluster runs.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var command = new Command("watch", "follow a sweep that a cluster runs");
        sweepArgument.AddTo(command);
        command.SetAction(parse => Clusters.Watch(sweepArgument.RequireCluster(parse), sweepArgument.Load(parse), sweepArgument.Json(parse)));
        return command;
    }
}
