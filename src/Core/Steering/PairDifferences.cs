using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>matching - not matching of every pair, [pairs, d] in double.</summary>
internal sealed class PairDifferences
{
    private readonly double[] values;

    private PairDifferences(double[] values, int count, int width)
    {
        this.values = values;
        Count = count;
        Width = width;
    }

    public int Count { get; }

    public int Width { get; }

    public ReadOnlySpan<double> Row(int pair) => values.AsSpan(pair * Width, Width);

    public static PairDifferences Of(ActivationRows matching, ActivationRows notMatching)
    {
        RequirePairs(matching, notMatching);
        var left = matching.Values.Span;
        var right = notMatching.Values.Span;
        var values = new double[left.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (double)left[i] - right[i];
        }

        return new PairDifferences(values, matching.Count, matching.Width);
    }

    public static void RequirePairs(ActivationRows matching, ActivationRows notMatching)
    {
        if (matching.Count != notMatching.Count || matching.Width != notMatching.Width)
        {
            throw new ArgumentException(
                $"Pairs need matrices of one shape, not [{matching.Count}, {matching.Width}] and [{notMatching.Count}, {notMatching.Width}].");
        }

        if (matching.Count == 0)
        {
            throw new ArgumentException("There are no pairs.");
        }
    }

    /// <summary>D v: the projection of every pair on a direction, [pairs].</summary>
    public double[] Project(ReadOnlySpan<double> direction)
    {
        var result = new double[Count];
        for (var pair = 0; pair < Count; pair++)
        {
            result[pair] = VectorMath.Dot(Row(pair), direction);
        }

        return result;
    }

    /// <summary>D^T u: the weighted sum of the pairs, [d].</summary>
    public double[] Combine(ReadOnlySpan<double> weights)
    {
        var result = new double[Width];
        for (var pair = 0; pair < Count; pair++)
        {
            VectorMath.AddScaled(result, weights[pair], Row(pair));
        }

        return result;
    }
}
