namespace SteerScope.Sweeps.Specs;

/// <summary>What is given to an SAE.</summary>
public enum InputVariant
{
    /// <summary>The steering vector.</summary>
    Vector,

    /// <summary>The zero vector.</summary>
    Zero,

    /// <summary>The vector rescaled to the mean activation norm.</summary>
    ScaledVector,

    /// <summary>The mean activation.</summary>
    Mean,

    /// <summary>The mean activation plus the vector.</summary>
    MeanPlusVector,
}
