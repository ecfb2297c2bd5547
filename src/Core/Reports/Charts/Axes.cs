namespace SteerScope.Reports.Charts;

/// <summary>Axes, ticks and their labels.</summary>
internal static class Axes
{
    /// <summary>Height below the plot that a bottom axis with a label takes.</summary>
    public const double BottomHeight = 48;

    /// <summary>Room at the right of a plot, which half of a tick's label may use.</summary>
    public const double RightMargin = 14;

    /// <summary>About how many ticks fit along a length.</summary>
    public static int TickCount(double length, double perTick = 70) => Math.Clamp((int)(length / perTick), 2, 10);

    /// <summary>
    /// An axis along the bottom: grid lines up to <paramref name="top"/> (short ticks where it is null), tick labels that keep clear
    /// of each other, and a label.
    /// </summary>
    public static void Bottom(Canvas canvas, LinearScale scale, double? top, double bottom, double left, double right, string label)
    {
        var free = double.NegativeInfinity;
        foreach (var tick in scale.Ticks)
        {
            var x = scale.At(tick.Value);
            canvas.Line(x, top ?? bottom + 5, x, bottom, top is null ? "axis" : tick.Value == 0 ? "grid zero" : "grid");
            var half = TextWidth.Of(tick.Label, Canvas.FontSize) / 2;
            var middle = Math.Max(half, Math.Min(x, right + RightMargin - half));
            if (middle - half >= free)
            {
                canvas.Text(middle, bottom + 18, tick.Label, "tick", "middle");
                free = middle + half + 6;
            }
        }

        canvas.Line(left, bottom, right, bottom, "axis");
        var room = TextWidth.Of(label, Canvas.FontSize) / 2;
        canvas.Text(Math.Max(room, Math.Min((left + right) / 2, right + RightMargin - room)), bottom + 39, label, "axis-label", "middle");
    }

    /// <summary>Ticks and grid lines along the left.</summary>
    public static void Left(Canvas canvas, LinearScale scale, double left, double right)
    {
        foreach (var tick in scale.Ticks)
        {
            var y = scale.At(tick.Value);
            canvas.Line(left, y, right, y, tick.Value == 0 ? "grid zero" : "grid");
            canvas.Text(left - 8, y + 5, tick.Label, "tick", "end");
        }
    }

    /// <summary>Room that the labels of a left axis take.</summary>
    public static double LeftWidth(LinearScale scale) =>
        scale.Ticks.Select(tick => TextWidth.Of(tick.Label, Canvas.FontSize)).DefaultIfEmpty(0).Max() + 12;
}
