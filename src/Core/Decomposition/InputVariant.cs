namespace SteerScope.Decomposition;

/// <summary>What is handed to the SAE; the name in tables is the snake_case form.</summary>
public enum InputVariant
{
    /// <summary>The steering vector as it is.</summary>
    Vector,

    /// <summary>The zero vector: what the SAE says of nothing.</summary>
    Zero,

    /// <summary>The vector rescaled to the mean norm of activations.</summary>
    ScaledVector,

    /// <summary>The mean activation of ordinary text.</summary>
    Mean,

    /// <summary>Mean activation + vector: inside the SAE's input distribution, default components included.</summary>
    MeanPlusVector,
}
