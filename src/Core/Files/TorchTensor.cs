using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>A tensor of a PyTorch file: in place where it is row-major, else copied into that order when first read.</summary>
internal sealed class TorchTensor : StoredTensor, IDisposable
{
    private readonly TorchTensorRef reference;
    private readonly ByteReader storage;
    private readonly int elementSize;
    private readonly Lazy<NativeBuffer>? copy;

    public TorchTensor(string name, string source, TorchTensorRef reference, ByteReader storage)
        : base(name, source, reference.Storage.Type, reference.Shape)
    {
        this.reference = reference;
        this.storage = storage;
        elementSize = Type.ElementSize();
        InPlace = StridedCopy.IsRowMajor(reference.Shape, reference.Strides);
        copy = InPlace ? null : new(() => StridedCopy.ToRowMajor(storage, reference.First, reference.Shape, reference.Strides, elementSize));
    }

    /// <summary>Whether the elements lie in the file in this order.</summary>
    public bool InPlace { get; }

    /// <summary>The same matrix with rows and columns exchanged.</summary>
    public TorchTensor Transposed() => new(
        Name, Source, reference with { Shape = [.. reference.Shape.Reverse()], Strides = [.. reference.Strides.Reverse()] }, storage);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes(long first, int count)
    {
        if (first < 0 || count < 0 || first > Count - count)
        {
            throw new ArgumentOutOfRangeException(nameof(first), first, $"{count} elements from there leave '{Name}' of {Count} elements.");
        }

        var bytes = checked(count * elementSize);
        return copy is null ? storage((reference.First + first) * elementSize, bytes) : copy.Value.Bytes(first * elementSize, bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (copy is { IsValueCreated: true })
        {
            copy.Value.Dispose();
        }
    }
}
