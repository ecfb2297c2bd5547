namespace SteerScope.Saes.Training;

/// <summary>
/// The point with the least sum of distances to all rows, by Weiszfeld's iteration (1937): the mean weighted by the inverse
/// distances to the last estimate. Unlike the mean it hardly sees the few tokens of huge norm that residual streams have.
/// </summary>
internal static class GeometricMedian
{
    private const int MostIterations = 100;
    private const double Tolerance = 1e-6;

    /// <summary>The median of rows [n, d], in double; it starts from their mean and ends when it moves by less than a millionth of its norm.</summary>
    public static double[] Of(ReadOnlySpan<float> rows, int width)
    {
        var count = rows.Length / width;
        var median = Weighted(rows, width, count, null);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var next = Weighted(rows, width, count, median);
            var (moved, norm) = (0.0, 0.0);
            for (var i = 0; i < width; i++)
            {
                moved += (next[i] - median[i]) * (next[i] - median[i]);
                norm += next[i] * next[i];
            }

            median = next;
            if (moved <= Tolerance * Tolerance * norm)
            {
                break;
            }
        }

        return median;
    }

    private static double[] Weighted(ReadOnlySpan<float> rows, int width, int count, double[]? center)
    {
        var (sum, weights) = (new double[width], 0.0);
        for (var row = 0; row < count; row++)
        {
            var values = rows.Slice(row * width, width);
            var weight = 1.0;
            if (center is not null)
            {
                var square = 0.0;
                for (var i = 0; i < width; i++)
                {
                    square += (values[i] - center[i]) * (values[i] - center[i]);
                }

                weight = 1 / Math.Sqrt(Math.Max(square, 1e-24));
            }

            weights += weight;
            for (var i = 0; i < width; i++)
            {
                sum[i] += weight * values[i];
            }
        }

        return Array.ConvertAll(sum, value => value / weights);
    }
}
