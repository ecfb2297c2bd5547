using SteerScope.Decomposition;

namespace SteerScope.Sweeps.Specs;

/// <summary>How vectors are decomposed.</summary>
public sealed record DecomposeSpec
{
    /// <summary>What is given to the SAE.</summary>
    public IReadOnlyList<InputVariant> Inputs { get; init; } =
        [InputVariant.Vector, InputVariant.Zero, InputVariant.ScaledVector, InputVariant.MeanPlusVector];

    /// <summary>Features listed per input.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Features compared with the zero vector's.</summary>
    public int Overlap { get; init; } = 5;

    /// <summary>Features of largest encoder bias whose default component is shown.</summary>
    public int DefaultComponents { get; init; } = 5;

    /// <summary>Share of the activation on the vector below which both classes' means make a feature spurious.</summary>
    public double SpuriousRatio { get; init; } = 0.01;

    /// <summary>Components of the signed decomposition.</summary>
    public int Pursuit { get; init; } = 16;
}
