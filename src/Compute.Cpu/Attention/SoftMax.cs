using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SteerScope.Compute.Cpu.Kernels;

namespace SteerScope.Compute.Cpu.Attention;

/// <summary>Turns raw scores into weights.</summary>
internal static class SoftMax
{
    /// <summary>Partial sums; column i of the scores belongs to partial sum i modulo this.</summary>
    public const int Lanes = 16;

    /// <summary>
    /// scores = e^(s - max s) with s = scale * score, capped when <paramref name="cap"/> is above 0, for the columns from
    /// <paramref name="begin"/> to <paramref name="end"/>; returns the sum of the weights, by which nothing is divided here.
    /// Columns outside belong to no key of this row and are used as scratch.
    /// </summary>
    public static float Apply(Span<float> scores, int begin, int end, float scale, float cap)
    {
        var firstVector = begin / Lanes;
        var endVector = (end + Lanes - 1) / Lanes;
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(scores[..(endVector * Lanes)])[firstVector..];
        var factor = Vector512.Create(scale);
        foreach (ref var vector in vectors)
        {
            vector *= factor;
        }

        if (cap > 0)
        {
            var function = new CappedTanh(cap);
            foreach (ref var vector in vectors)
            {
                vector = function.Apply(vector);
            }
        }

        scores[(firstVector * Lanes)..begin].Fill(float.NegativeInfinity);
        scores[end..(endVector * Lanes)].Fill(float.NegativeInfinity);
        // A NaN may get lost here; it comes back with its own weight and makes the sum one.
        var highest = Vector512.Create(float.NegativeInfinity);
        foreach (var vector in vectors)
        {
            highest = Vector512.MaxNative(highest, vector);
        }

        var subtracted = Vector512.Create(VectorMath.Max(highest));
        var sums = Vector512<float>.Zero;
        foreach (ref var vector in vectors)
        {
            vector = VectorMath.Exp(vector - subtracted);
            sums += vector;
        }

        return VectorMath.Sum(sums);
    }
}
