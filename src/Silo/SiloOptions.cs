using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Silo.Observability;

namespace SteerScope.Silo;

/// <summary>How a member was started.</summary>
public sealed record SiloOptions
{
    /// <summary>Address of its cluster, without a password.</summary>
    public string Cluster { get; init; } = "localhost";

    /// <summary>Its device: <c>cpu</c>, <c>torch-cpu</c>, <c>torch-cuda:0</c>; null for a member that only merges.</summary>
    public string? Device { get; init; } = "cpu";

    /// <summary>Items at a time. Default 1; more only on <c>cpu</c>.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Facts about the machine, such as <c>gpu=h200</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the item at work may go on when the member is told to stop. Default 30 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Folder that everything a spec names must lie in.</summary>
    public string StoreRoot { get; init; } = "/";

    /// <summary>What it shows of itself.</summary>
    public ObservabilityOptions Observability { get; init; } = new();

    /// <summary>Name of the machine, for people.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>Classes that its device belongs to, from general to special.</summary>
    public IReadOnlyList<string> Classes => Device is null ? [] : DeviceClass.Of(Device, Labels.GetValueOrDefault("gpu"));

    /// <summary>What it offers to sweeps.</summary>
    public DeviceOffer Offer(string process) => new(process, $"{Host} {Device ?? "merging"}", Classes, Merges: true, Lanes);
}
