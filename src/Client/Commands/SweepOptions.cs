using System.CommandLine;
using SteerScope.Devices;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary>Options that override the machine part of a spec.</summary>
internal sealed class SweepOptions
{
    public Option<string?> Out { get; } = new("--out") { Description = "output folder (default: the spec's)", HelpName = "FOLDER" };

    public Option<string?> Device { get; } = new("--device") { Description = "cpu, torch-cpu or cuda:N (default: the spec's)", HelpName = "DEVICE" };

    public Option<int?> Workers { get; } = new("--workers") { Description = "work items at a time (default: the spec's)", HelpName = "N" };

    public ClusterOptions Cluster { get; } = new();

    public Option<bool> Json { get; } = CommonOptions.Json();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Out);
        command.Add(Device);
        command.Add(Workers);
        Cluster.AddTo(command);
        command.Add(Json);
    }

    /// <summary>The spec as overridden.</summary>
    public SweepSpec Apply(SweepSpec spec, ParseResult parse)
    {
        if (parse.GetValue(Workers) is < 1)
        {
            throw new InputException("--workers should be at least 1.");
        }

        return spec with
        {
            Out = parse.GetValue(Out) is { } folder ? Path.GetFullPath(folder) : spec.Out,
            Compute = spec.Compute with
            {
                Device = parse.GetValue(Device) is { } device ? DeviceName.Parse(device, "--device") : spec.Compute.Device,
                Workers = parse.GetValue(Workers) ?? spec.Compute.Workers,
            },
        };
    }
}
