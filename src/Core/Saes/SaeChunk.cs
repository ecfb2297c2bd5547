namespace SteerScope.Saes;

/// <summary>Encoded rows, valid while the handler that got them runs.</summary>
public readonly ref struct SaeChunk
{
    internal SaeChunk(int firstRow, int rows, int features, ReadOnlySpan<float> preActivations, ReadOnlySpan<float> activations, ReadOnlySpan<SaeInputScale> scales)
    {
        FirstRow = firstRow;
        Rows = rows;
        Features = features;
        PreActivations = preActivations;
        Activations = activations;
        Scales = scales;
    }

    /// <summary>Index of the chunk's first row among all rows.</summary>
    public int FirstRow { get; }

    /// <summary>Number of rows in the chunk.</summary>
    public int Rows { get; }

    /// <summary>F.</summary>
    public int Features { get; }

    /// <summary>[rows, F], before the non-linearity (gated: of the gate).</summary>
    public ReadOnlySpan<float> PreActivations { get; }

    /// <summary>[rows, F].</summary>
    public ReadOnlySpan<float> Activations { get; }

    /// <summary>How each row was normalised, for decoding.</summary>
    public ReadOnlySpan<SaeInputScale> Scales { get; }

    /// <summary>Pre-activations of one row of the chunk, [F].</summary>
    public ReadOnlySpan<float> PreActivationsOf(int row) => PreActivations.Slice(row * Features, Features);

    /// <summary>Activations of one row of the chunk, [F].</summary>
    public ReadOnlySpan<float> ActivationsOf(int row) => Activations.Slice(row * Features, Features);
}
