using System.CommandLine;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Commands;

/// <summary>The sweep that a command is about: its spec, or the output folder of an earlier run of it.</summary>
internal sealed class SweepArgument
{
    private readonly SweepOptions _options = new();
    private readonly Argument<string> _path = new("SPEC") { Description = "the sweep's YAML file (docs/spec.md), or the output folder of an earlier run" };

    /// <summary>Adds the argument and the options that override the spec.</summary>
    public void AddTo(Command command)
    {
        command.Add(_path);
        _options.AddTo(command);
    }

    /// <summary>Whether output is for machines.</summary>
    public bool Json(ParseResult parse) => parse.GetValue(_options.Json);

    /// <summary>The cluster that the options name; null for this machine.</summary>
    public ClusterAccess? Cluster(ParseResult parse) => _options.Cluster.Find(parse);

    /// <summary>The cluster that the options name.</summary>
    /// <exception cref="InputException">They name none.</exception>
    public ClusterAccess RequireCluster(ParseResult parse) => _options.Cluster.Require(parse);

    /// <summary>The spec as overridden.</summary>
    /// <exception cref="InputException">It is missing or wrong.</exception>
    public SweepSpec Load(ParseResult parse)
    {
        var path = parse.GetRequiredValue(_path);
        return _options.Apply(Directory.Exists(path) ? new SweepFolder(path).ReadSpec() : SpecFile.Load(path), parse);
    }
}
