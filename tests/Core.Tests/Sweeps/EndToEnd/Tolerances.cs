namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>
/// How far float32 may be from the float64 reference, absolute. Each is the largest difference that occurs times three to
/// four, in brackets; the reference's own float32 run is within 1e-5 for logit differences and 3e-6 for slopes.
/// </summary>
internal static class Tolerances
{
    /// <summary>A value of resid_post, or its norm (1.6e-5).</summary>
    public const double Activation = 5e-5;

    /// <summary>A mean over prompts or tokens (9.3e-7).</summary>
    public const double Mean = 3e-6;

    /// <summary>A value of a steering vector, its norm or its projection on a direction (1.8e-6).</summary>
    public const double Vector = 6e-6;

    /// <summary>What an SAE makes of the vector: activations and reconstruction (1.8e-6).</summary>
    public const double Feature = 6e-6;

    /// <summary>The same of the scaled vector, whose rounding errors are scaled too, up to 176 times (2.0e-5).</summary>
    public const double ScaledFeature = 6e-5;

    /// <summary>Cosines of a vector whose every value has an error (2.8e-6).</summary>
    public const double Cosine = 1e-5;

    /// <summary>Relative, for lengths that go up to 120 times the vector's own (4.6e-6).</summary>
    public const double Ratio = 1.5e-5;

    /// <summary>What is computed from stored weights alone (6e-16).</summary>
    public const double Stored = 1e-12;

    /// <summary>A difference of two logits of one prompt (9.0e-6).</summary>
    public const double LogitDifference = 3e-5;

    /// <summary>The slope of one prompt (3.7e-6).</summary>
    public const double Slope = 1.2e-5;

    /// <summary>Means and standard deviations over the prompts, of slopes and logit differences (1.3e-6).</summary>
    public const double MeanSlope = 4e-6;
}
