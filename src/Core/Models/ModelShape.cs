namespace SteerScope.Models;

/// <summary>The sizes of a transformer, known from its config.json alone.</summary>
/// <param name="ModelType">The architecture as config.json names it.</param>
/// <param name="Layers">Number of blocks.</param>
/// <param name="Width">Width of the residual stream, d.</param>
/// <param name="Vocabulary">Number of token ids, V.</param>
/// <param name="MaxPositions">Longest sequence; 0 when the model sets no limit.</param>
/// <param name="Heads">Query heads per layer.</param>
/// <param name="KeyValueHeads">Key/value heads per layer.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="MlpWidth">Hidden width of the MLP.</param>
public sealed record ModelShape(
    string ModelType,
    int Layers,
    int Width,
    int Vocabulary,
    int MaxPositions,
    int Heads,
    int KeyValueHeads,
    int HeadDim,
    int MlpWidth)
{
    /// <summary>Why <see cref="MaxPositions"/> is less than the model itself would take; null where it is not.</summary>
    public string? LimitReason { get; init; }

    /// <summary>Width of a row of keys or of values.</summary>
    public int KeyValueWidth => KeyValueHeads * HeadDim;
}
