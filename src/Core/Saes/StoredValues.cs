using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SteerScope.Compute;

namespace SteerScope.Saes;

/// <summary>Reads stored floating-point numbers of any width.</summary>
internal static class StoredValues
{
    private const int Block = 1 << 14;

    public static bool IsFloatingPoint(StoredType type) =>
        type is StoredType.F64 or StoredType.F32 or StoredType.F16 or StoredType.BF16;

    /// <summary>Elements from <paramref name="first"/> on, as many as the destination holds.</summary>
    public static void Read(StoredTensor tensor, long first, Span<double> destination)
    {
        var bytes = tensor.Bytes(first, destination.Length);
        switch (tensor.Type)
        {
            case StoredType.F64:
                MemoryMarshal.Cast<byte, double>(bytes).CopyTo(destination);
                break;
            case StoredType.F32:
                var singles = MemoryMarshal.Cast<byte, float>(bytes);
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = singles[i];
                }

                break;
            case StoredType.F16:
                var halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = (double)halves[i];
                }

                break;
            case StoredType.BF16:
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                }

                break;
            default:
                throw new InputException($"{tensor.Source}: '{tensor.Name}' is {tensor.Type}, and must be floating-point.");
        }
    }

    /// <summary>All elements as float32.</summary>
    public static float[] ReadAll(StoredTensor tensor)
    {
        var result = new float[tensor.Count];
        var block = new double[Math.Min(Block, result.Length)];
        for (var done = 0; done < result.Length; done += block.Length)
        {
            var part = block.AsSpan(0, Math.Min(block.Length, result.Length - done));
            Read(tensor, done, part);
            for (var i = 0; i < part.Length; i++)
            {
                result[done + i] = (float)part[i];
            }
        }

        return result;
    }

    /// <exception cref="InputException">A value is NaN or infinite.</exception>
    public static void RequireFinite(StoredTensor tensor)
    {
        var block = new double[(int)Math.Min(Block, tensor.Count)];
        for (long done = 0; done < tensor.Count; done += block.Length)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, tensor.Count - done));
            Read(tensor, done, part);
            for (var i = 0; i < part.Length; i++)
            {
                if (!double.IsFinite(part[i]))
                {
                    throw new InputException(
                        $"{tensor.Source}: '{tensor.Name}' holds {part[i]} at element {done + i}; every weight of an SAE must be a finite number.");
                }
            }
        }
    }
}
