using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>Sums over one row in double, eight partial sums combined in a fixed order.</summary>
internal static class RowSums
{
    /// <summary>Sum of x.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        var sums = Vector512<double>.Zero;
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        foreach (var vector in whole)
        {
            var (low, high) = Vector512.Widen(vector);
            sums += low;
            sums += high;
        }

        var total = VectorMath.Sum(sums);
        foreach (var value in x[(whole.Length * Vector512<float>.Count)..])
        {
            total += value;
        }

        return total;
    }

    /// <summary>Sum of (x - centre)^2.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> x, double centre = 0)
    {
        var sums = Vector512<double>.Zero;
        var centres = Vector512.Create(centre);
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        foreach (var vector in whole)
        {
            var (low, high) = Vector512.Widen(vector);
            low -= centres;
            high -= centres;
            sums += low * low;
            sums += high * high;
        }

        var total = VectorMath.Sum(sums);
        foreach (var value in x[(whole.Length * Vector512<float>.Count)..])
        {
            total += (value - centre) * (value - centre);
        }

        return total;
    }

    /// <summary>log(sum(exp(x))), with the largest value taken out first.</summary>
    public static double LogSumExp(ReadOnlySpan<float> x)
    {
        double largest = float.NegativeInfinity;
        foreach (var value in x)
        {
            largest = Math.Max(largest, value);
        }

        var sums = Vector512<double>.Zero;
        var centres = Vector512.Create(largest);
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        foreach (var vector in whole)
        {
            var (low, high) = Vector512.Widen(vector);
            sums += Vector512.Exp(low - centres);
            sums += Vector512.Exp(high - centres);
        }

        var total = VectorMath.Sum(sums);
        foreach (var value in x[(whole.Length * Vector512<float>.Count)..])
        {
            total += Math.Exp(value - largest);
        }

        return largest + Math.Log(total);
    }
}
