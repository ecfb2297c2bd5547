using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SteerScope.Statistics;

/// <summary>
/// Inner products and norms in double. Sums run over sixteen interleaved partial sums of a fixed width, whatever vector
/// unit the machine has, so that they are the same bits everywhere.
/// </summary>
public static class VectorMath
{
    /// <summary>How far ahead a stored row is asked for: the floats of a page of memory.</summary>
    private const nuint Ahead = 1024;

    /// <summary>Sum of a[i] * b[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        RequireSameLength(a.Length, b.Length);
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        Vector256<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nuint i = 0;
        var end = (nuint)(a.Length & ~15);
        for (; i < end; i += 16)
        {
            // No fused multiply-add: it rounds differently from the machines that lack it.
            sum0 += Vector256.LoadUnsafe(ref left, i) * Vector256.LoadUnsafe(ref right, i);
            sum1 += Vector256.LoadUnsafe(ref left, i + 4) * Vector256.LoadUnsafe(ref right, i + 4);
            sum2 += Vector256.LoadUnsafe(ref left, i + 8) * Vector256.LoadUnsafe(ref right, i + 8);
            sum3 += Vector256.LoadUnsafe(ref left, i + 12) * Vector256.LoadUnsafe(ref right, i + 12);
        }

        var folded = sum0 + sum1 + (sum2 + sum3);
        var total = folded[0] + folded[1] + (folded[2] + folded[3]);
        for (var rest = (int)i; rest < a.Length; rest++)
        {
            total += a[rest] * b[rest];
        }

        return total;
    }

    /// <summary>Sum of a[i] * b[i], b widened: the bits of <see cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<float> b)
    {
        RequireSameLength(a.Length, b.Length);
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        Vector512<double> low = default, high = default;
        nuint i = 0;
        var end = (nuint)(a.Length & ~15);
        for (; i < end; i += 16)
        {
            Prefetch(ref right, i + Ahead);
            low += Vector512.LoadUnsafe(ref left, i) * Widen(ref right, i);
            high += Vector512.LoadUnsafe(ref left, i + 8) * Widen(ref right, i + 8);
        }

        var total = Fold(low, high);
        for (var rest = (int)i; rest < a.Length; rest++)
        {
            total += a[rest] * b[rest];
        }

        return total;
    }

    /// <summary>Inner products of a with four rows, each with the bits of <see cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>: a is read once for all.</summary>
    /// <param name="a">[d].</param>
    /// <param name="rows">[4, d].</param>
    /// <exception cref="ArgumentException">The rows are not four of a's length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double First, double Second, double Third, double Fourth) Dot4(ReadOnlySpan<double> a, ReadOnlySpan<double> rows)
    {
        RequireSameLength(4 * a.Length, rows.Length);
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(rows);
        var d = (nuint)a.Length;
        Vector512<double> low0 = default, high0 = default, low1 = default, high1 = default;
        Vector512<double> low2 = default, high2 = default, low3 = default, high3 = default;
        nuint i = 0;
        var end = d & ~(nuint)15;
        for (; i < end; i += 16)
        {
            var (first, second) = (Vector512.LoadUnsafe(ref left, i), Vector512.LoadUnsafe(ref left, i + 8));
            low0 += first * Vector512.LoadUnsafe(ref right, i);
            high0 += second * Vector512.LoadUnsafe(ref right, i + 8);
            low1 += first * Vector512.LoadUnsafe(ref right, i + d);
            high1 += second * Vector512.LoadUnsafe(ref right, i + d + 8);
            low2 += first * Vector512.LoadUnsafe(ref right, i + (2 * d));
            high2 += second * Vector512.LoadUnsafe(ref right, i + (2 * d) + 8);
            low3 += first * Vector512.LoadUnsafe(ref right, i + (3 * d));
            high3 += second * Vector512.LoadUnsafe(ref right, i + (3 * d) + 8);
        }

        var (total0, total1, total2, total3) = (Fold(low0, high0), Fold(low1, high1), Fold(low2, high2), Fold(low3, high3));
        for (var rest = (int)i; rest < a.Length; rest++)
        {
            total0 += a[rest] * rows[rest];
            total1 += a[rest] * rows[rest + a.Length];
            total2 += a[rest] * rows[rest + (2 * a.Length)];
            total3 += a[rest] * rows[rest + (3 * a.Length)];
        }

        return (total0, total1, total2, total3);
    }

    /// <summary>Sum of a[i]^2, a widened: the bits of <see cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(ReadOnlySpan<float> a)
    {
        ref var values = ref MemoryMarshal.GetReference(a);
        Vector512<double> low = default, high = default;
        nuint i = 0;
        var end = (nuint)(a.Length & ~15);
        for (; i < end; i += 16)
        {
            var (first, second) = (Widen(ref values, i), Widen(ref values, i + 8));
            low += first * first;
            high += second * second;
        }

        var total = Fold(low, high);
        for (var rest = (int)i; rest < a.Length; rest++)
        {
            total += (double)a[rest] * a[rest];
        }

        return total;
    }

    /// <summary>Euclidean norm.</summary>
    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    /// <summary>Cosine of the angle between two vectors; null where one of them is zero.</summary>
    public static double? Cosine(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var norms = Norm(a) * Norm(b);
        return norms > 0 ? Dot(a, b) / norms : null;
    }

    /// <summary>y += factor * x, in place.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> y, double factor, ReadOnlySpan<double> x)
    {
        RequireSameLength(y.Length, x.Length);
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x);
        var factors = Vector256.Create(factor);
        nuint i = 0;
        var end = (nuint)(y.Length & ~3);
        for (; i < end; i += 4)
        {
            (Vector256.LoadUnsafe(ref target, i) + (factors * Vector256.LoadUnsafe(ref source, i))).StoreUnsafe(ref target, i);
        }

        for (var rest = (int)i; rest < y.Length; rest++)
        {
            y[rest] += factor * x[rest];
        }
    }

    /// <summary>y += factor * x, x widened: the bits of <see cref="AddScaled(Span{double}, double, ReadOnlySpan{double})"/>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> y, double factor, ReadOnlySpan<float> x)
    {
        RequireSameLength(y.Length, x.Length);
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x);
        var factors = Vector512.Create(factor);
        nuint i = 0;
        var end = (nuint)(y.Length & ~7);
        for (; i < end; i += 8)
        {
            (Vector512.LoadUnsafe(ref target, i) + (factors * Widen(ref source, i))).StoreUnsafe(ref target, i);
        }

        for (var rest = (int)i; rest < y.Length; rest++)
        {
            y[rest] += factor * x[rest];
        }
    }

    /// <summary>factor * x as a new array.</summary>
    public static double[] Scaled(ReadOnlySpan<double> x, double factor)
    {
        var result = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            result[i] = factor * x[i];
        }

        return result;
    }

    /// <summary>a - b as a new array.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double[] Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        RequireSameLength(a.Length, b.Length);
        var result = new double[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            result[i] = a[i] - b[i];
        }

        return result;
    }

    /// <summary>Eight floats in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Widen(ref float source, nuint index)
    {
        var eight = Vector256.LoadUnsafe(ref source, index);
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Double(eight);
        }

        var (low, high) = Vector256.Widen(eight);
        return Vector512.Create(low, high);
    }

    /// <summary>Asks for what is going to be read: stored matrices come from memory, and the processor looks ahead no further than a page. Never faults.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Prefetch(ref float source, nuint index)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref source, index)));
        }
    }

    /// <summary>The same, into the second-level cache only: for what is read later than what the first level holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void PrefetchFar(ref float source, nuint index)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref source, index)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Fold(Vector512<double> low, Vector512<double> high)
    {
        var folded = low.GetLower() + low.GetUpper() + (high.GetLower() + high.GetUpper());
        return folded[0] + folded[1] + (folded[2] + folded[3]);
    }

    private static void RequireSameLength(int a, int b)
    {
        if (a != b)
        {
            throw new ArgumentException($"The vectors have {a} and {b} values.");
        }
    }
}
