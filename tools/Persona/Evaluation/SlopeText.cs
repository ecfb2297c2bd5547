using System.Globalization;

namespace SteerScope.Persona.Evaluation;

/// <summary>Slopes with their sign and two decimals.</summary>
internal static class SlopeText
{
    // The third part is for what rounds to 0, which would have both signs.
    public static string Of(double slope) => slope.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
