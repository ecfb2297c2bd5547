namespace SteerScope.Saes;

/// <summary>How one row was normalised before encoding, so that decoding can undo it.</summary>
/// <param name="Shift">Subtracted from the input, added to the output.</param>
/// <param name="Factor">The shifted input is multiplied by it.</param>
/// <param name="OutputFactor">The output is multiplied by it before the shift.</param>
public readonly record struct SaeInputScale(double Shift, double Factor, double OutputFactor)
{
    /// <summary>Nothing was done.</summary>
    public static SaeInputScale Identity { get; } = new(0, 1, 1);

    /// <summary>What the normalisation does to this row.</summary>
    public static SaeInputScale Of(SaeNormalisation normalisation, ReadOnlySpan<float> row)
    {
        switch (normalisation)
        {
            case SaeNormalisation.None:
                return Identity;
            case SaeNormalisation.ConstantNormRescale:
                double squares = 0;
                foreach (var value in row)
                {
                    squares += (double)value * value;
                }

                var norm = Math.Sqrt(squares);
                return norm > 0 ? new SaeInputScale(0, Math.Sqrt(row.Length) / norm, norm / Math.Sqrt(row.Length)) : Identity;
            case SaeNormalisation.LayerNorm:
                var moments = Statistics.Moments.Empty;
                foreach (var value in row)
                {
                    moments = moments.Add(value);
                }

                var std = moments.StandardDeviation(ddof: 1);
                return new SaeInputScale(moments.Mean, 1 / (std + 1e-5), std);
            default:
                throw new ArgumentOutOfRangeException(nameof(normalisation), normalisation, "No such normalisation.");
        }
    }
}
