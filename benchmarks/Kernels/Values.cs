using System.Runtime.InteropServices;
using SteerScope.Compute;

namespace SteerScope.Kernels;

/// <summary>Random values with the sizes that activations and weights have.</summary>
internal static class Values
{
    /// <summary>Uniform in -scale ... scale.</summary>
    public static float[] Random(long count, float scale = 1f)
    {
        var random = new Random(1);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = ((2 * random.NextSingle()) - 1) * scale;
        }

        return values;
    }

    /// <summary>A map [outputs, inputs] as a file would hold it.</summary>
    public static LinearSource Map(int outputs, int inputs, StoredType type)
    {
        var values = Random((long)outputs * inputs, 1f / MathF.Sqrt(inputs));
        var bytes = type == StoredType.F32
            ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray()
            : MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)).AsSpan()).ToArray();
        return new LinearSource(new ArrayTensor(type, [outputs, inputs], bytes), WeightLayout.OutputsByInputs);
    }

    private sealed class ArrayTensor(StoredType type, int[] shape, byte[] bytes) : StoredTensor("weight", "memory", type, shape)
    {
        public override ReadOnlySpan<byte> Bytes(long first, int count)
        {
            var size = Type == StoredType.F32 ? 4 : 2;
            return bytes.AsSpan((int)(first * size), count * size);
        }
    }
}
