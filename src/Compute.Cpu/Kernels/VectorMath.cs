using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>
/// Elementary functions on 16 floats at a time. They are written on 512-bit vectors whatever the machine has: narrower hardware
/// takes two or four steps and computes the same bits. The polynomials are Chebyshev fits made for this file.
/// </summary>
internal static class VectorMath
{
    // Beyond these the result is infinite, or rounds to zero.
    private const float ExpHighest = 89f;
    private const float ExpLowest = -104f;

    // ln 2 in two parts: the first has 9 significant bits, so its multiples by an exponent are exact.
    private const float Ln2High = 0.69140625f;
    private const float Ln2Low = 0.00174093055995f;
    private const float Log2E = 1.44269504089f;

    private const int ExponentBias = 127;
    private const int MantissaBits = 23;

    /// <summary>Above this |x|, tanh comes from exp.</summary>
    private const float TanhSmall = 0.625f;

    /// <summary>Above this |x|, erf is 1 in float32.</summary>
    private const float ErfHighest = 4f;

    /// <summary>e^x, within about one unit in the last place; e^-inf is 0, denormal results are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // In this order of operands the native minimum and maximum hand a NaN on, on every platform.
        var clamped = Vector512.MinNative(Vector512.Create(ExpHighest), Vector512.MaxNative(Vector512.Create(ExpLowest), x));
        var n = Vector512.Round(clamped * Vector512.Create(Log2E));
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), clamped);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);

        // e^r = 1 + r + r^2 p(r) on |r| <= ln(2)/2.
        var p = Vector512.Create(0.000198909809f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0013933641f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.00833331093f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.041666465f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.166666667f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.500000001f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r);
        p += Vector512<float>.One;

        // 2^n in two steps: n = -150 and n = 128 are not exponents of a float. What a NaN converts to does not matter: p is one.
        var exponent = Vector512.ConvertToInt32Native(n);
        var half = exponent >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>Hyperbolic tangent, within about two units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        // x + x^3 p(x^2) near zero.
        var square = x * x;
        var p = Vector512.Create(0.00226950168f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.00832318706f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.0217625029f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.0539584616f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.133333001f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.333333331f));
        var small = Vector512.FusedMultiplyAdd(p * square, x, x);

        var magnitude = Vector512.Abs(x);
        var large = Vector512<float>.One - (Vector512.Create(2f) / (Exp(magnitude + magnitude) + Vector512<float>.One));
        var either = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(TanhSmall)), small, large);
        return Vector512.CopySign(either, x);
    }

    /// <summary>Error function, within 1e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        // x + x p(x^2) for |x| < 1.
        var square = x * x;
        var p = Vector512.Create(7.87587506e-5f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.000801686429f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.00518908742f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.026854212f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.112835947f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-0.376126267f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(0.128379167f));
        var small = Vector512.FusedMultiplyAdd(p, x, x);

        // 1 - e^q(|x|) beyond, q a fit of log erfc on [1, 4].
        var magnitude = Vector512.Abs(x);
        var clamped = Vector512.MinNative(Vector512.Create(ErfHighest), magnitude);
        var q = Vector512.Create(1.63715141e-6f);
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(-4.60580427e-5f));
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(0.000596805626f));
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(-0.00475959629f));
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(0.026421136f));
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(-0.110080083f));
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(-0.631826052f));
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(-1.13023343f));
        q = Vector512.FusedMultiplyAdd(q, clamped, Vector512.Create(0.00032013805f));
        var large = Vector512<float>.One - Exp(q);
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512<float>.One), small, Vector512.CopySign(large, x));
    }

    /// <summary>Sum of the lanes, always in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> x)
    {
        var eight = x.GetLower() + x.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>Largest lane; not meant for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> x)
    {
        var eight = Vector256.MaxNative(x.GetLower(), x.GetUpper());
        var four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[2]), Math.Max(four[1], four[3]));
    }

    /// <summary>Sum of the lanes, always in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> x)
    {
        var four = x.GetLower() + x.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> exponent) =>
        ((exponent + Vector512.Create(ExponentBias)) << MantissaBits).AsSingle();
}
