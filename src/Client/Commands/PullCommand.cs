using System.CommandLine;
using SteerScope.Client.Composition;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope pull</c>: copies a sweep's tables and page from the cluster's disk to this one, only what is missing.</summary>
internal static class PullCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var target = new Option<string>("--to") { Description = "folder to copy to", HelpName = "FOLDER", Required = true };
        var command = new Command("pull", "copy tables and report from a cluster's disk, only what is missing") { target };
        sweepArgument.AddTo(command);
        command.SetAction(parse => Clusters.Pull(
            sweepArgument.RequireCluster(parse), sweepArgument.Load(parse), Path.GetFullPath(parse.GetRequiredValue(target)), sweepArgument.Json(parse)));
        return command;
    }
}
