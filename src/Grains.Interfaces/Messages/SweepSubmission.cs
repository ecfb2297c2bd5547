namespace SteerScope.Grains.Messages;

/// <summary>A sweep as a client hands it in.</summary>
/// <param name="Spec">The spec, all defaults filled in, as YAML.</param>
/// <param name="Folder">Where its relative paths start, on the machines of the cluster.</param>
/// <param name="Out">Its output folder, on the machines of the cluster, absolute.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.submission")]
public sealed record SweepSubmission([property: Id(0)] string Spec, [property: Id(1)] string Folder, [property: Id(2)] string Out);
