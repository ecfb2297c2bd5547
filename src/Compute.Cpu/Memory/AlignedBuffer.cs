using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Memory;

/// <summary>Floats that start at a multiple of 64 bytes and never move. Managed, so that a forgotten tensor is collected.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int AlignmentFloats = 16;
    private readonly float[] array;
    private readonly int offset;

    /// <summary>Allocates; the values are undefined.</summary>
    public AlignedBuffer(int capacity)
    {
        array = GC.AllocateUninitializedArray<float>(capacity + AlignmentFloats, pinned: true);
        var misaligned = (int)((nint)Unsafe.AsPointer(ref array[0]) / sizeof(float) & (AlignmentFloats - 1));
        offset = (AlignmentFloats - misaligned) & (AlignmentFloats - 1);
        Capacity = capacity;
    }

    /// <summary>Number of floats.</summary>
    public int Capacity { get; }

    /// <summary>The first <paramref name="length"/> floats.</summary>
    public Span<float> Span(int length) => array.AsSpan(offset, length);
}
