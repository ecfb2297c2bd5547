namespace SteerScope.Sweeps.Specs;

/// <summary>Which form of a vector is steered with.</summary>
public enum SteeredVariant
{
    /// <summary>The vector itself.</summary>
    Vector,

    /// <summary>Its reconstruction by each SAE.</summary>
    Reconstruction,

    /// <summary>The decoded mean difference of feature activations between matching and other answers.</summary>
    ActivationDifference,

    /// <summary>Its signed reconstruction by matching pursuit over each SAE's decoder.</summary>
    Pursuit,
}
