namespace SteerScope.Saes.Training;

/// <summary>The tensors of an SAE in training, or as many gradients or moments of them.</summary>
public sealed class SaeParameters
{
    /// <summary>Creates tensors of zeros.</summary>
    /// <param name="width">d.</param>
    /// <param name="features">F.</param>
    /// <param name="kind">TopK has no threshold.</param>
    public SaeParameters(int width, int features, SaeKind kind)
    {
        Width = width;
        Features = features;
        WEnc = new float[checked(width * features)];
        BEnc = new float[features];
        WDec = new float[checked(features * width)];
        BDec = new float[width];
        LogThreshold = new float[kind == SaeKind.Jumprelu ? features : 0];
    }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>F.</summary>
    public int Features { get; }

    /// <summary>W_enc [d, F].</summary>
    public float[] WEnc { get; }

    /// <summary>b_enc [F].</summary>
    public float[] BEnc { get; }

    /// <summary>W_dec [F, d].</summary>
    public float[] WDec { get; }

    /// <summary>b_dec [d].</summary>
    public float[] BDec { get; }

    /// <summary>Natural logarithm of the thresholds [F]; empty for TopK.</summary>
    public float[] LogThreshold { get; }

    /// <summary>All tensors by name, in an order that never changes.</summary>
    public IReadOnlyList<(string Name, float[] Values)> Tensors =>
        [("W_enc", WEnc), ("b_enc", BEnc), ("W_dec", WDec), ("b_dec", BDec), ("log_threshold", LogThreshold)];
}
