namespace SteerScope.Reports.Charts;

/// <summary>How a series looks: a colour that the style sheet names, a dash and a mark, so that any one of them suffices.</summary>
/// <param name="Css">Class that sets the colour.</param>
/// <param name="Marker">Its mark.</param>
/// <param name="Dash">stroke-dasharray; null for a solid line.</param>
internal sealed record SeriesStyle(string Css, MarkerShape Marker, string? Dash)
{
    private static readonly SeriesStyle[] Cycle =
    [
        new("c-vector", MarkerShape.Circle, null),
        new("c-reconstruction", MarkerShape.Square, "7 4"),
        new("c-matching", MarkerShape.Triangle, "2 3"),
        new("c-not-matching", MarkerShape.Diamond, "9 3 2 3"),
        new("c-shared", MarkerShape.OpenDiamond, "12 4"),
        new("c-text", MarkerShape.Circle, "4 4"),
    ];

    /// <summary>The style of the series with this index.</summary>
    public static SeriesStyle Of(int index) => Cycle[index % Cycle.Length];
}
