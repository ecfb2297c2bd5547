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
        foreach (var tick in scale.Ticks)
        {
            var x = scale.At(tick.Value);
            canvas.Line(x, top ?? bottom + 5, x, bottom, top is null ? "axis" : tick.Value == 0 ? "grid zero" : "grid");
        }

        foreach (var (tick, middle) in Labels(scale, right + RightMargin))
        {
            canvas.Text(middle, bottom + 18, tick.Label, "tick", "middle");
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

    /// <summary>Every tick, or every second, third ... one, counted from zero, so that no two labels touch.</summary>
    private static List<(Tick Tick, double Middle)> Labels(LinearScale scale, double limit)
    {
        for (var stride = 1; ; stride++)
        {
            var labels = scale.Ticks.Where(tick => tick.Index % stride == 0).Select(tick => (tick, Middle: Middle(tick))).ToList();
            if (labels.Count < 2 || labels.Zip(labels.Skip(1)).All(pair => pair.Second.Middle - pair.First.Middle >= Half(pair.First.tick) + Half(pair.Second.tick) + 6))
            {
                return labels;
            }
        }

        double Half(Tick tick) => TextWidth.Of(tick.Label, Canvas.FontSize) / 2;
        double Middle(Tick tick) => Math.Max(Half(tick), Math.Min(scale.At(tick.Value), limit - Half(tick)));
    }
}
