using System.CommandLine;
using SteerScope.Client.Composition;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope cancel</c>: stop a sweep that a cluster runs; what is done stays.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var command = new Command("cancel", "stop a sweep that a cluster runs; what is done stays");
        sweepArgument.AddTo(command);
        command.SetAction(parse => Clusters.Cancel(sweepArgument.RequireCluster(parse), sweepArgument.Load(parse), sweepArgument.Json(parse)));
        return command;
    }
}
