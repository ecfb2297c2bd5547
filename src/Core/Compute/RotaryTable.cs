namespace SteerScope.Compute;

/// <summary>
/// What a rotary embedding needs: per frequency the angle step of one position. Half-split convention (Hugging Face): dimension i
/// of the first half of the rotated part turns with dimension i of the second half. Only the first 2 * Frequencies.Count
/// dimensions of a head turn; the rest pass (partial rotary). Angles are position * frequency in double, rounded when used.
/// </summary>
/// <param name="Frequencies">Radians per position, one per rotated pair.</param>
/// <param name="AttentionScaling">Factor on cosine and sine (1 unless a rope scaling asks for it).</param>
public sealed record RotaryTable(IReadOnlyList<double> Frequencies, float AttentionScaling = 1f);
