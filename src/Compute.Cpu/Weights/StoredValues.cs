using System.Runtime.InteropServices;
using SteerScope.Compute.Cpu.Kernels;

namespace SteerScope.Compute.Cpu.Weights;

/// <summary>Reads values out of a file into the form in which the provider keeps them.</summary>
internal static unsafe class StoredValues
{
    /// <summary>The form in which weights of a stored type are kept: 16-bit ones as they are, doubles narrowed.</summary>
    /// <exception cref="InputException">The type is none of F32, F16, BF16 and F64.</exception>
    public static ElementKind KindOf(StoredTensor tensor) => tensor.Type switch
    {
        StoredType.F32 or StoredType.F64 => ElementKind.Float32,
        StoredType.BF16 => ElementKind.BFloat16,
        StoredType.F16 => ElementKind.Half,
        _ => throw new InputException($"{tensor.Source}: tensor {tensor.Name} is {tensor.Type}, a linear map must be F32, F16, BF16 or F64."),
    };

    /// <summary>Writes stored values, <paramref name="stride"/> elements apart, in the form of <see cref="KindOf"/>.</summary>
    public static void Write(ReadOnlySpan<byte> stored, StoredType type, byte* destination, nint stride)
    {
        switch (type)
        {
            case StoredType.F32:
                Scatter(MemoryMarshal.Cast<byte, float>(stored), (float*)destination, stride);
                break;
            case StoredType.F64:
                var narrowed = (float*)destination;
                foreach (var value in MemoryMarshal.Cast<byte, double>(stored))
                {
                    *narrowed = (float)value;
                    narrowed += stride;
                }

                break;
            default:
                Scatter(MemoryMarshal.Cast<byte, ushort>(stored), (ushort*)destination, stride);
                break;
        }
    }

    /// <summary>Bytes per stored value.</summary>
    public static int Size(StoredType type) => type switch
    {
        StoredType.F64 => 8,
        StoredType.F32 => 4,
        _ => 2,
    };

    /// <summary>Reads a vector, or chosen elements of it, as float32.</summary>
    public static float[] ReadVector(StoredTensor tensor, IReadOnlyList<int>? chosen)
    {
        KindOf(tensor);
        var values = new float[chosen?.Count ?? (int)tensor.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var stored = tensor.Bytes(chosen?[index] ?? index, 1);
            values[index] = tensor.Type switch
            {
                StoredType.F64 => (float)MemoryMarshal.Read<double>(stored),
                StoredType.F32 => MemoryMarshal.Read<float>(stored),
                StoredType.F16 => (float)MemoryMarshal.Read<Half>(stored),
                _ => BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Read<ushort>(stored) << 16),
            };
        }

        return values;
    }

    private static void Scatter<TValue>(ReadOnlySpan<TValue> source, TValue* destination, nint stride)
        where TValue : unmanaged
    {
        if (stride == 1)
        {
            source.CopyTo(new Span<TValue>(destination, source.Length));
            return;
        }

        foreach (var value in source)
        {
            *destination = value;
            destination += stride;
        }
    }
}
