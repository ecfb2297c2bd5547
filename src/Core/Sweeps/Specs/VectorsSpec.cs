using SteerScope.Steering;

namespace SteerScope.Sweeps.Specs;

/// <summary>How steering vectors are made.</summary>
public sealed record VectorsSpec
{
    /// <summary>The methods; the first one's vectors are decomposed.</summary>
    public IReadOnlyList<SteeringVectorMethod> Methods { get; init; } = [SteeringVectorMethod.MeanDifference];

    /// <summary>What is done to their length.</summary>
    public VectorNormalisation Normalise { get; init; } = VectorNormalisation.None;
}
