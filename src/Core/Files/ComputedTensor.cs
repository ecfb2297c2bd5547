using System.Runtime.InteropServices;
using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>A float32 tensor that no file holds but that follows from one, computed when first read.</summary>
internal sealed class ComputedTensor : StoredTensor, IDisposable
{
    private readonly Lazy<NativeBuffer> values;

    /// <summary>Creates it.</summary>
    /// <param name="name">Its name in errors.</param>
    /// <param name="source">The file that it follows from.</param>
    /// <param name="shape">Outermost dimension first.</param>
    /// <param name="compute">Makes the values, row-major.</param>
    public ComputedTensor(string name, string source, IReadOnlyList<int> shape, Func<NativeBuffer> compute)
        : base(name, source, StoredType.F32, shape) => values = new Lazy<NativeBuffer>(compute);

    /// <summary>A tensor of values that are known already.</summary>
    public static ComputedTensor Of(string name, string source, float[] values, params IReadOnlyList<int> shape) => new(name, source, shape, () =>
    {
        var buffer = new NativeBuffer((long)values.Length * sizeof(float));
        for (var i = 0; i < values.Length; i++)
        {
            MemoryMarshal.Write(buffer.Bytes((long)i * sizeof(float), sizeof(float)), values[i]);
        }

        return buffer;
    });

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Count - count);
        return values.Value.Bytes(first * sizeof(float), checked(count * sizeof(float)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (values.IsValueCreated)
        {
            values.Value.Dispose();
        }
    }
}
