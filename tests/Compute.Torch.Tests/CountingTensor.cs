namespace SteerScope.Compute.Torch.Tests;

/// <summary>A stored tensor that counts how often each of its elements is read.</summary>
internal sealed class CountingTensor(StoredTensor inner) : StoredTensor(inner.Name, inner.Source, inner.Type, inner.Shape)
{
    public int[] Reads { get; } = new int[inner.Count];

    public override ReadOnlySpan<byte> Bytes(long first, int count)
    {
        foreach (ref var reads in Reads.AsSpan((int)first, count))
        {
            reads++;
        }

        return inner.Bytes(first, count);
    }
}
