using System.Numerics;
using System.Runtime.InteropServices;
using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>Reads a stored tensor into host arrays, whatever its element type; row-major order is kept.</summary>
public static class StoredTensorValues
{
    private const int ChunkLength = 1 << 20;
    private const int FiniteBlock = 1 << 14;

    /// <summary>All values as float32: F16, BF16 and small integers widen exactly, F64 and large integers are rounded.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="finite">Refuse NaN and infinities (also those that rounding to float32 makes).</param>
    /// <exception cref="InputException">The tensor does not fit an array, or holds NaN or an infinity although <paramref name="finite"/>.</exception>
    public static float[] ToFloats(this StoredTensor tensor, bool finite = false) => ToArray<float>(tensor, finite);

    /// <summary>All values as float64; 64-bit integers are rounded, every other type widens exactly.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="finite">Refuse NaN and infinities.</param>
    /// <exception cref="InputException">The tensor does not fit an array, or holds NaN or an infinity although <paramref name="finite"/>.</exception>
    public static double[] ToDoubles(this StoredTensor tensor, bool finite = false) => ToArray<double>(tensor, finite);

    /// <summary>All values of an integer or Boolean tensor.</summary>
    /// <exception cref="InputException">The tensor holds floating-point numbers, or does not fit an array.</exception>
    public static long[] ToLongs(this StoredTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Type.IsFloating()
            ? throw new InputException($"{tensor.Source}: tensor \"{tensor.Name}\" is of type {tensor.Type}, but integers are expected.")
            : ToArray<long>(tensor, finite: false);
    }

    /// <summary>Fills <paramref name="destination"/> with the values from element <paramref name="first"/> on, as <see cref="ToFloats"/> does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    public static void CopyTo(this StoredTensor tensor, long first, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Copy(tensor, first, destination);
    }

    /// <summary>Fills <paramref name="destination"/> with the values from element <paramref name="first"/> on, as <see cref="ToDoubles"/> does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    public static void CopyTo(this StoredTensor tensor, long first, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Copy(tensor, first, destination);
    }

    /// <summary>Looks at every value, whatever the tensor's size.</summary>
    /// <exception cref="InputException">A value is NaN or infinite.</exception>
    public static void RequireFinite(this StoredTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var block = new double[(int)Math.Min(FiniteBlock, tensor.Count)];
        for (long done = 0; done < tensor.Count; done += block.Length)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, tensor.Count - done));
            Copy(tensor, done, part);
            for (var i = 0; i < part.Length; i++)
            {
                if (!double.IsFinite(part[i]))
                {
                    throw new InputException($"{tensor.Source}: '{tensor.Name}' holds {part[i]} at element {done + i}, but finite numbers are expected.");
                }
            }
        }
    }

    private static TTo[] ToArray<TTo>(StoredTensor tensor, bool finite)
        where TTo : unmanaged, INumberBase<TTo>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Count > Array.MaxLength)
        {
            throw new InputException($"{tensor.Source}: tensor \"{tensor.Name}\" has {tensor.Count} elements, and {Array.MaxLength} is the limit.");
        }

        var values = new TTo[tensor.Count];
        Copy(tensor, 0, values.AsSpan());
        if (finite && Array.FindIndex(values, value => !TTo.IsFinite(value)) is var bad and >= 0)
        {
            throw new InputException($"{tensor.Source}: tensor \"{tensor.Name}\" holds {values[bad]} at element {bad}, but finite numbers are expected.");
        }

        return values;
    }

    private static void Copy<TTo>(StoredTensor tensor, long first, Span<TTo> destination)
        where TTo : unmanaged, INumberBase<TTo>
    {
        while (true)
        {
            var part = destination[..Math.Min(ChunkLength, destination.Length)];
            Widen(tensor.Type, tensor.Bytes(first, part.Length), part);
            if (part.Length == destination.Length)
            {
                return;
            }

            first += part.Length;
            destination = destination[part.Length..];
        }
    }

    private static void Widen<TTo>(StoredType type, ReadOnlySpan<byte> bytes, Span<TTo> destination)
        where TTo : unmanaged, INumberBase<TTo>
    {
        switch (type)
        {
            case StoredType.F64:
                Convert<double, TTo>(bytes, destination);
                break;
            case StoredType.F32:
                Convert<float, TTo>(bytes, destination);
                break;
            case StoredType.F16:
                Convert<Half, TTo>(bytes, destination);
                break;
            case StoredType.BF16:
                ConvertBrain(bytes, destination);
                break;
            case StoredType.I64:
                Convert<long, TTo>(bytes, destination);
                break;
            case StoredType.I32:
                Convert<int, TTo>(bytes, destination);
                break;
            case StoredType.I16:
                Convert<short, TTo>(bytes, destination);
                break;
            case StoredType.I8:
                Convert<sbyte, TTo>(bytes, destination);
                break;
            case StoredType.U8 or StoredType.Bool:
                Convert<byte, TTo>(bytes, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type.");
        }
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<byte> bytes, Span<TTo> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        var source = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = TTo.CreateTruncating(source[i]);
        }
    }

    private static void ConvertBrain<TTo>(ReadOnlySpan<byte> bytes, Span<TTo> destination)
        where TTo : unmanaged, INumberBase<TTo>
    {
        var source = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = TTo.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)source[i] << 16));
        }
    }
}
