namespace SteerScope.Compute.Torch.Tests;

/// <summary>How far values are from what is expected.</summary>
/// <param name="Largest">Largest difference of an element.</param>
/// <param name="Relative">Norm of the difference over the norm of what is expected.</param>
/// <param name="Cosine">Cosine of both, as one vector.</param>
internal readonly record struct Deviation(double Largest, double Relative, double Cosine)
{
    public static Deviation Of(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var (largest, error, dot, square, other) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            largest = Math.Max(largest, difference);
            error += difference * difference;
            dot += (double)expected[i] * actual[i];
            square += (double)expected[i] * expected[i];
            other += (double)actual[i] * actual[i];
        }

        return new Deviation(largest, Math.Sqrt(error / square), dot / Math.Sqrt(square * other));
    }
}
