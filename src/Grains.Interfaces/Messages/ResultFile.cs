namespace SteerScope.Grains.Messages;

/// <summary>A file of a sweep's results.</summary>
/// <param name="Path">Below the output folder, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its digest, lower-case hexadecimal.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.file")]
public sealed record ResultFile([property: Id(0)] string Path, [property: Id(1)] long Bytes, [property: Id(2)] string Sha256);
