using System.Runtime.InteropServices;
using SteerScope.Compute;

namespace SteerScope.Core.Tests.Saes;

/// <summary>A stored tensor made of an array, for SAEs that a test plants.</summary>
internal sealed class ArrayTensor(string name, float[] values, params int[] shape)
    : StoredTensor(name, "planted", StoredType.F32, shape)
{
    public override ReadOnlySpan<byte> Bytes(long first, int count) => MemoryMarshal.AsBytes(values.AsSpan((int)first, count));
}
