namespace SteerScope.Compute.Torch.Attention;

/// <summary>Extents of a padded block of attention.</summary>
/// <param name="Groups">G: contexts side by side.</param>
/// <param name="Members">M: pieces per context.</param>
/// <param name="Queries">L: rows per piece.</param>
/// <param name="Context">P: keys per context.</param>
internal readonly record struct BlockSize(int Groups, int Members, int Queries, int Context)
{
    /// <summary>Rows of the batch, with padding.</summary>
    public int Rows => Groups * Members * Queries;

    /// <summary>Float32 values that it takes: scores, queries and results, own keys and values, and those of the contexts.</summary>
    public double Elements(AttentionShape shape) =>
        ((double)Groups * Members * Queries * shape.Heads * ((double)Context + Queries))
        + (2.0 * Groups * Members * Queries * (shape.Heads + shape.KeyValueHeads) * shape.HeadDim)
        + (2.0 * Groups * Context * shape.KeyValueHeads * shape.HeadDim);
}
