namespace SteerScope.Sweeps.Specs;

/// <summary>The number format of activations.</summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Float32,
}
