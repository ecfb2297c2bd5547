using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>Applies functions to rows. What fills no vector is computed in a padded one: a value's bits do not depend on its place.</summary>
internal static class ElementFunctions
{
    /// <summary>x = f(x).</summary>
    public static void Apply<TFunction>(TFunction function, Span<float> x)
        where TFunction : struct, IElementFunction
    {
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        foreach (ref var vector in whole)
        {
            vector = function.Apply(vector);
        }

        var rest = x[(whole.Length * Vector512<float>.Count)..];
        if (rest.Length > 0)
        {
            Store(function.Apply(Load(rest)), rest);
        }
    }

    /// <summary>x = f(x) * y.</summary>
    public static void ApplyTimes<TFunction>(TFunction function, Span<float> x, ReadOnlySpan<float> y)
        where TFunction : struct, IElementFunction
    {
        var whole = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var factors = MemoryMarshal.Cast<float, Vector512<float>>(y);
        for (var index = 0; index < whole.Length; index++)
        {
            whole[index] = function.Apply(whole[index]) * factors[index];
        }

        var done = whole.Length * Vector512<float>.Count;
        if (done < x.Length)
        {
            Store(function.Apply(Load(x[done..])) * Load(y[done..]), x[done..]);
        }
    }

    private static Vector512<float> Load(ReadOnlySpan<float> values)
    {
        var padded = default(Vector512<float>);
        values.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector512<float>, float>(ref padded), Vector512<float>.Count));
        return padded;
    }

    private static void Store(Vector512<float> vector, Span<float> values) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector512<float>, float>(ref vector), values.Length).CopyTo(values);
}
