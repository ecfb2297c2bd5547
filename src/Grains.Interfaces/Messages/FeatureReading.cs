namespace SteerScope.Grains.Messages;

/// <summary>One feature of an SAE, as a vector meets it: a row of the table <c>features</c>.</summary>
/// <param name="Feature">Its index.</param>
/// <param name="Values">The row's numbers by column name.</param>
/// <param name="Role">Its role.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.feature")]
public sealed record FeatureReading(
    [property: Id(0)] int Feature, [property: Id(1)] IReadOnlyDictionary<string, double> Values, [property: Id(2)] string Role);
