using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>Norms of one row. Moments in double; every operation rounded on its own, so that no value depends on its place.</summary>
internal static class Norms
{
    /// <summary>y = x / sqrt(mean(x^2) + epsilon) * (gain + offset), one norm for each group of the gain's width.</summary>
    public static void RootMeanSquare(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, float epsilon, float offset, Span<float> y)
    {
        var width = gain.Length;
        for (var first = 0; first < x.Length; first += width)
        {
            var group = x.Slice(first, width);
            var result = y.Slice(first, width);
            var factor = (float)(1 / Math.Sqrt((RowSums.SumOfSquares(group) / width) + epsilon));
            Scale(group, gain, factor, offset, result);
        }
    }

    /// <summary>y = (x - mean) / sqrt(variance + epsilon) * gain + bias; an empty bias is zero.</summary>
    public static void Layer(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon, Span<float> y)
    {
        var mean = RowSums.Sum(x) / x.Length;
        var factor = 1 / Math.Sqrt((RowSums.SumOfSquares(x, mean) / x.Length) + epsilon);
        ScaleCentred(x, gain, mean, factor, y);
        if (!bias.IsEmpty)
        {
            Elementwise.Add(y, bias);
        }
    }

    private static void Scale(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, float factor, float offset, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var gains = MemoryMarshal.Cast<float, Vector512<float>>(gain);
        var ys = MemoryMarshal.Cast<float, Vector512<float>>(y);
        for (var index = 0; index < xs.Length; index++)
        {
            ys[index] = xs[index] * Vector512.Create(factor) * (gains[index] + Vector512.Create(offset));
        }

        for (var column = xs.Length * Vector512<float>.Count; column < x.Length; column++)
        {
            y[column] = x[column] * factor * (gain[column] + offset);
        }
    }

    /// <summary>In double up to the gain: a mean rounded to float32 would be felt where the variance is small beside it.</summary>
    private static void ScaleCentred(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, double mean, double factor, Span<float> y)
    {
        var xs = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var gains = MemoryMarshal.Cast<float, Vector512<float>>(gain);
        var ys = MemoryMarshal.Cast<float, Vector512<float>>(y);
        var means = Vector512.Create(mean);
        var factors = Vector512.Create(factor);
        for (var index = 0; index < xs.Length; index++)
        {
            var (low, high) = Vector512.Widen(xs[index]);
            ys[index] = Vector512.Narrow((low - means) * factors, (high - means) * factors) * gains[index];
        }

        for (var column = xs.Length * Vector512<float>.Count; column < x.Length; column++)
        {
            y[column] = (float)((x[column] - mean) * factor) * gain[column];
        }
    }
}
