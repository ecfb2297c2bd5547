using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Rotary;

/// <summary>Turns one head: dimension i of the first half with dimension i of the second. Products are rounded before they are added.</summary>
internal static class RotaryKernel
{
    /// <summary>(a, b) = (a cos - b sin, b cos + a sin).</summary>
    public static void Turn(Span<float> first, Span<float> second, ReadOnlySpan<float> cosines, ReadOnlySpan<float> sines)
    {
        var a = MemoryMarshal.Cast<float, Vector512<float>>(first);
        var b = MemoryMarshal.Cast<float, Vector512<float>>(second);
        var c = MemoryMarshal.Cast<float, Vector512<float>>(cosines);
        var s = MemoryMarshal.Cast<float, Vector512<float>>(sines);
        for (var index = 0; index < a.Length; index++)
        {
            var (x, y) = (a[index], b[index]);
            a[index] = (x * c[index]) - (y * s[index]);
            b[index] = (y * c[index]) + (x * s[index]);
        }

        for (var index = a.Length * Vector512<float>.Count; index < first.Length; index++)
        {
            var (x, y) = (first[index], second[index]);
            first[index] = (x * cosines[index]) - (y * sines[index]);
            second[index] = (y * cosines[index]) + (x * sines[index]);
        }
    }
}
