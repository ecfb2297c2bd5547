using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>Sums of rows. The ends that fill no vector use the same separately rounded operations, so they give the same bits.</summary>
internal static class Elementwise
{
    /// <summary>x += y.</summary>
    public static void Add(Span<float> x, ReadOnlySpan<float> y)
    {
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var added = MemoryMarshal.Cast<float, Vector512<float>>(y);
        for (var index = 0; index < whole.Length; index++)
        {
            whole[index] += added[index];
        }

        for (var index = whole.Length * Vector512<float>.Count; index < x.Length; index++)
        {
            x[index] += y[index];
        }
    }

    /// <summary>x += scale * y, the product rounded first.</summary>
    public static void AddScaled(Span<float> x, ReadOnlySpan<float> y, float scale)
    {
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var added = MemoryMarshal.Cast<float, Vector512<float>>(y);
        var scales = Vector512.Create(scale);
        for (var index = 0; index < whole.Length; index++)
        {
            whole[index] += scales * added[index];
        }

        for (var index = whole.Length * Vector512<float>.Count; index < x.Length; index++)
        {
            x[index] += scale * y[index];
        }
    }

    /// <summary>x *= scale.</summary>
    public static void Scale(Span<float> x, float scale)
    {
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        foreach (ref var vector in whole)
        {
            vector *= Vector512.Create(scale);
        }

        foreach (ref var value in x[(whole.Length * Vector512<float>.Count)..])
        {
            value *= scale;
        }
    }

    /// <summary>y = x / divisor.</summary>
    public static void Divide(ReadOnlySpan<float> x, float divisor, Span<float> y)
    {
        var from = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var to = MemoryMarshal.Cast<float, Vector512<float>>(y);
        for (var index = 0; index < from.Length; index++)
        {
            to[index] = from[index] / Vector512.Create(divisor);
        }

        for (var index = from.Length * Vector512<float>.Count; index < x.Length; index++)
        {
            y[index] = x[index] / divisor;
        }
    }

    /// <summary>sums += x, widened.</summary>
    public static void AddTo(Span<double> sums, ReadOnlySpan<float> x)
    {
        var wide = MemoryMarshal.Cast<double, Vector512<double>>(sums);
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        for (var index = 0; index < whole.Length; index++)
        {
            var (low, high) = Vector512.Widen(whole[index]);
            wide[2 * index] += low;
            wide[(2 * index) + 1] += high;
        }

        for (var index = whole.Length * Vector512<float>.Count; index < x.Length; index++)
        {
            sums[index] += x[index];
        }
    }
}
