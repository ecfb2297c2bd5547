namespace SteerScope.Decomposition;

/// <summary>The numbers behind <see cref="FeatureRole"/>, and the decision itself.</summary>
public sealed record FeatureRoleRules
{
    /// <summary>The default numbers.</summary>
    public static FeatureRoleRules Default { get; } = new();

    /// <summary>Class means, or their difference, below this share of the activation on the vector do not explain it. From 0 to 1.</summary>
    public double SpuriousShare { get; init; } = 0.01;

    /// <summary>Activations on the vector and on the zero vector are alike when they differ by at most this share of the larger. From 0 to 1.</summary>
    public double BiasTolerance { get; init; } = 0.1;

    /// <summary>Class means differ clearly when they differ by more than this share of the larger. From 0 to 1.</summary>
    public double ClearDifference { get; init; } = 0.1;

    /// <summary>Differences of class means below this share of the layer's largest one are noise. From 0 to 1.</summary>
    public double NoiseShare { get; init; } = 0.01;

    /// <summary>
    /// Whether neither class activates a feature that the vector activates: activation &gt; 0 and both class means below
    /// <see cref="SpuriousShare"/> of it. Kept beside the role, since it holds for most features of role bias too.
    /// </summary>
    public bool IsActivatedByNeitherClass(double meanMatching, double meanNotMatching, double activationOnVector) =>
        activationOnVector > 0 &&
        meanMatching < SpuriousShare * activationOnVector &&
        meanNotMatching < SpuriousShare * activationOnVector;

    /// <summary>The role of a feature.</summary>
    /// <param name="meanMatching">Mean activation on matching prompts.</param>
    /// <param name="meanNotMatching">Mean activation on the other prompts.</param>
    /// <param name="activationOnVector">Activation on the vector.</param>
    /// <param name="activationOnZero">Activation on the zero vector.</param>
    /// <param name="largestDifference">Largest |mean matching - mean not matching| of any feature.</param>
    public FeatureRole RoleOf(
        double meanMatching, double meanNotMatching, double activationOnVector, double activationOnZero, double largestDifference)
    {
        if (activationOnVector > 0 && activationOnZero > 0 &&
            Math.Abs(activationOnVector - activationOnZero) <= BiasTolerance * Math.Max(activationOnVector, activationOnZero))
        {
            return FeatureRole.Bias;
        }

        var difference = meanMatching - meanNotMatching;
        var clear = Math.Abs(difference) > ClearDifference * Math.Max(meanMatching, meanNotMatching) &&
            Math.Abs(difference) >= NoiseShare * largestDifference;
        if (clear && difference < 0 && -difference >= SpuriousShare * activationOnVector)
        {
            return FeatureRole.Suppressed;
        }

        if (activationOnVector <= 0)
        {
            return FeatureRole.Inactive;
        }

        return clear && difference >= SpuriousShare * activationOnVector ? FeatureRole.Aligned : FeatureRole.Spurious;
    }
}
