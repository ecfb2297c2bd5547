namespace SteerScope.Reports.Charts;

/// <summary>The range of the numbers that a chart shows; whatever is not finite is passed over.</summary>
internal readonly record struct Extent(double Low, double High)
{
    /// <summary>Beyond this a range would overflow when it is padded.</summary>
    private const double Largest = 1e150;

    /// <summary>The range of the values, or 0..1 when there are none.</summary>
    public static Extent Of(IEnumerable<double?> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (value is { } number && double.IsFinite(number))
            {
                var clamped = Math.Clamp(number, -Largest, Largest);
                (low, high) = (Math.Min(low, clamped), Math.Max(high, clamped));
            }
        }

        return low > high ? new Extent(0, 1) : new Extent(low, high);
    }

    /// <summary>The range with a value in it.</summary>
    public Extent With(double value) => new(Math.Min(Low, value), Math.Max(High, value));

    /// <summary>The range with room at its ends, so that no mark is cut; an end at zero needs none under bars.</summary>
    public Extent Padded(bool atZero)
    {
        var room = 0.04 * (High - Low);
        return new Extent(Low == 0 && !atZero ? 0 : Low - room, High == 0 && !atZero ? 0 : High + room);
    }

    /// <summary>A range of some width: one value gets room around it.</summary>
    public Extent Widened() => High > Low ? this
        : Low == 0 ? new Extent(0, 1)
        : new Extent(Low - (Math.Abs(Low) / 2), High + (Math.Abs(High) / 2));
}
