namespace SteerScope.Steering;

/// <summary>The answer-logit differences of a <see cref="SteeringRequest"/>: [direction, positions, metric, pair, multiplier].</summary>
public sealed class PropensityGrid
{
    private readonly int _directions;
    private readonly int _positions;
    private readonly int _metrics;
    private readonly int _pairs;
    private readonly int _multipliers;
    private readonly double[] _values;

    /// <summary>An empty grid for a request.</summary>
    public PropensityGrid(SteeringRequest request)
    {
        _directions = request.Directions.Count;
        _positions = request.Positions.Count;
        _metrics = request.Metrics.Count;
        _pairs = request.Pairs.Count;
        _multipliers = request.Multipliers.Count;
        _values = new double[(long)_directions * _positions * _metrics * _pairs * _multipliers];
    }

    /// <summary>One difference, by indexes into the request's lists.</summary>
    public double this[int direction, int positions, int metric, int pair, int multiplier]
    {
        get => _values[Offset(direction, positions, metric, pair) + At(multiplier, _multipliers)];
        set => _values[Offset(direction, positions, metric, pair) + At(multiplier, _multipliers)] = value;
    }

    /// <summary>The values of one direction, positions and metric: [pairs, multipliers], row-major.</summary>
    public double[] Slice(int direction, int positions, int metric) =>
        _pairs == 0 ? [] : _values.AsSpan(Offset(direction, positions, metric, 0), _pairs * _multipliers).ToArray();

    private int Offset(int direction, int positions, int metric, int pair)
    {
        var offset = At(direction, _directions);
        offset = (offset * _positions) + At(positions, _positions);
        offset = (offset * _metrics) + At(metric, _metrics);
        return ((offset * _pairs) + At(pair, _pairs)) * _multipliers;
    }

    private static int At(int index, int count) =>
        (uint)index < (uint)count ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"Must be below {count}.");
}
