namespace SteerScope.Decomposition;

/// <summary>
/// Where a decomposition stops being trusted. The defaults are what a sound SAE reaches on activations of its own
/// distribution with room to spare; a vector fails them when the SAE answers about its bias or about directions that the
/// prompts do not use.
/// </summary>
public sealed record TrustThresholds
{
    /// <summary>The default numbers.</summary>
    public static TrustThresholds Default { get; } = new();

    /// <summary>How many of the strongest features are compared with the zero vector's; the paper compares five.</summary>
    public int TopFeatures { get; init; } = 5;

    /// <summary>At most that share of them may be the zero vector's too.</summary>
    public double LargestOverlap { get; init; } = 0.4;

    /// <summary>Smallest cosine of vector and reconstruction: 0.9 means that directions are 26 degrees apart.</summary>
    public double SmallestCosine { get; init; } = 0.9;

    /// <summary>Largest relative error of the reconstruction; with cosine 0.9 no rescaling brings it below 0.44.</summary>
    public double LargestRelativeError { get; init; } = 0.5;

    /// <summary>Largest share of all activation that may lie in features which neither class of prompts activates.</summary>
    public double LargestSpuriousShare { get; init; } = 0.1;

    /// <summary>The vector's norm should lie above this share of activation norms, and below the same share.</summary>
    public double NormTail { get; init; } = 0.01;
}
