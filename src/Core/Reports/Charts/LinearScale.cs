namespace SteerScope.Reports.Charts;

/// <summary>Maps numbers to positions, with ticks at round numbers.</summary>
internal sealed class LinearScale
{
    private readonly Extent _domain;
    private readonly double _start;
    private readonly double _end;

    /// <summary>A scale from a range of numbers to a range of positions.</summary>
    /// <param name="domain">The numbers.</param>
    /// <param name="start">Position of the lowest one.</param>
    /// <param name="end">Position of the highest one.</param>
    /// <param name="tickCount">About how many ticks there is room for.</param>
    /// <param name="whole">Whether ticks between whole numbers make no sense.</param>
    /// <param name="round">Whether the range is to be extended to the next ticks.</param>
    public LinearScale(Extent domain, double start, double end, int tickCount, bool whole = false, bool round = true)
    {
        domain = domain.Widened();
        (_start, _end) = (start, end);
        var step = Step((domain.High - domain.Low) / Math.Max(1, tickCount));
        step = whole ? Math.Max(1, Math.Round(step)) : step;
        _domain = round ? new Extent(Math.Floor((domain.Low / step) + 1e-9) * step, Math.Ceiling((domain.High / step) - 1e-9) * step).Widened() : domain;
        Ticks = MakeTicks(_domain, step);
    }

    /// <summary>The ticks, from low to high.</summary>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <summary>The lowest number.</summary>
    public double Low => _domain.Low;

    /// <summary>The highest number.</summary>
    public double High => _domain.High;

    /// <summary>The position of a number; a number outside gets the nearest end.</summary>
    public double At(double value) => double.IsNaN(value) ? _start :
        _start + ((Math.Clamp(value, _domain.Low, _domain.High) - _domain.Low) / (_domain.High - _domain.Low) * (_end - _start));

    private static double Step(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * (raw / power) switch
        {
            <= 1.4 => 1,
            <= 3.2 => 2,
            <= 7 => 5,
            _ => 10,
        };
    }

    private static List<Tick> MakeTicks(Extent domain, double step)
    {
        var largest = Math.Max(Math.Abs(domain.Low), Math.Abs(domain.High));
        var scientific = step >= 1e5 || largest < 1e-3 || largest >= 1e9;
        var decimals = (int)Math.Clamp(-Math.Floor(Math.Log10(step) + 1e-9), 0, 10);
        var first = Math.Ceiling((domain.Low / step) - 1e-9);
        var count = (int)Math.Clamp(Math.Floor((domain.High / step) + 1e-9) - first + 1, 0, 100);
        return [.. Enumerable.Range(0, count)
            .Select(offset => first + offset)
            .Select(index => new Tick(index * step, NumberText.Tick(index * step, decimals, scientific), index))];
    }
}
