namespace SteerScope.Reports.Charts;

/// <summary>A point of a line.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up; null or not finite breaks the line.</param>
/// <param name="Spread">Half the height of the band; null for none.</param>
internal sealed record LinePoint(double X, double? Y, double? Spread = null)
{
    /// <summary>Whether there is something to draw.</summary>
    public bool Exists => Y is { } y && double.IsFinite(y);

    /// <summary>Whether there is a band to draw.</summary>
    public bool HasBand => Exists && Spread is { } spread && double.IsFinite(spread);

    /// <summary>Lower edge of the band.</summary>
    public double? Low => HasBand ? Y - Spread : Y;

    /// <summary>Upper edge of the band.</summary>
    public double? High => HasBand ? Y + Spread : Y;
}
