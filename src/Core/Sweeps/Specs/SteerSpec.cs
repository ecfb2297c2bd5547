using SteerScope.Steering;

namespace SteerScope.Sweeps.Specs;

/// <summary>How steering is measured.</summary>
public sealed record SteerSpec
{
    /// <summary>The method whose vectors are steered with; null for the first of the spec.</summary>
    public SteeringVectorMethod? Method { get; init; }

    /// <summary>The multipliers.</summary>
    public IReadOnlyList<double> Multipliers { get; init; } = [-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5];

    /// <summary>Where the vector is added.</summary>
    public IReadOnlyList<AddingPositions> Positions { get; init; } = [AddingPositions.Answer];

    /// <summary>How the effect is measured.</summary>
    public IReadOnlyList<PropensityMetric> Metrics { get; init; } = [PropensityMetric.LetterLogitDiff];

    /// <summary>Which forms of the vector are steered with.</summary>
    public IReadOnlyList<SteeredVariant> Variants { get; init; } = [SteeredVariant.Vector, SteeredVariant.Reconstruction];
}
