namespace SteerScope.Reports.Charts;

/// <summary>A line with an optional band.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Points">Its points, by x.</param>
internal sealed record LineSeries(string Name, SeriesStyle Style, IReadOnlyList<LinePoint> Points)
{
    /// <summary>The points in runs without a gap.</summary>
    public IEnumerable<IReadOnlyList<LinePoint>> Runs()
    {
        var run = new List<LinePoint>();
        foreach (var point in Points)
        {
            if (point.Exists)
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }
}
