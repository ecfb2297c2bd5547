using System.CommandLine;
using SteerScope.Client.Composition;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope feature</c>: what an SAE makes of one feature of a vector.</summary>
internal static class FeatureCommand
{
    public static Command Create()
    {
        var sweepArgument = new SweepArgument();
        var behaviour = new Option<string>("--behaviour") { Description = "the behaviour whose vector is looked at", HelpName = "NAME", Required = true };
        var layer = new Option<int>("--layer") { Description = "the vector's layer", HelpName = "N", Required = true };
        var sae = new Option<string?>("--sae") { Description = "name of the SAE in the spec (default: the layer's only one)", HelpName = "NAME" };
        var feature = new Option<int>("--feature") { Description = "index of the feature, from 0", HelpName = "N", Required = true };
        var command = new Command("feature", "one feature of an SAE as a steering vector meets it") { behaviour, layer, sae, feature };
        sweepArgument.AddTo(command);
        command.SetAction(parse =>
        {
            var spec = sweepArgument.Load(parse);
            var reference = new FeatureReference(parse.GetRequiredValue(behaviour), parse.GetValue(layer), parse.GetValue(sae), parse.GetValue(feature));
            var reading = sweepArgument.Cluster(parse) is { } cluster ? Clusters.Feature(cluster, spec, reference) : Read(spec, reference);
            FeatureText.Write(Console.Out, reference, reading, sweepArgument.Json(parse));
            return ExitCode.Done;
        });
        return command;
    }

    private static FeatureReading Read(SweepSpec spec, FeatureReference reference)
    {
        var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
        return Directory.Exists(folder.Root)
            ? FeatureReading.Of(SweepPreparer.Prepare(spec, spec.Compute.Device, folder.OpenDigests()), folder.OpenStore(), reference)
            : throw new InputException($"{folder.Root}: there is no such folder; run the sweep first.");
    }
}
