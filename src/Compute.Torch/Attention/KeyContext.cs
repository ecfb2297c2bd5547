namespace SteerScope.Compute.Torch.Attention;

/// <summary>The keys before a piece, compared by content.</summary>
internal sealed class KeyContext : IEquatable<KeyContext>
{
    private readonly KeySpan[] spans;
    private readonly int hash;

    public KeyContext(IReadOnlyList<KeySpan> spans)
    {
        this.spans = [.. spans.Where(span => span.Length > 0)];
        var combined = default(HashCode);
        foreach (var span in this.spans)
        {
            combined.Add(span);
            Length += span.Length;
            Sources |= span.Cached ? KeySources.Cache : KeySources.Batch;
        }

        hash = combined.ToHashCode();
    }

    /// <summary>Number of keys.</summary>
    public int Length { get; }

    /// <summary>Where they lie.</summary>
    public KeySources Sources { get; }

    /// <summary>
    /// Writes the rows of the last keys: rows of the cache, rows of the batch, or, if there are both, of the cache with the batch
    /// behind it.
    /// </summary>
    public void CopyLast(Span<long> rows, int cachedRows)
    {
        var skipped = Length - rows.Length;
        var next = 0;
        foreach (var span in spans)
        {
            var offset = Sources == (KeySources.Cache | KeySources.Batch) && !span.Cached ? cachedRows : 0;
            for (var i = Math.Min(skipped, span.Length); i < span.Length; i++)
            {
                rows[next++] = offset + span.Start + i;
            }

            skipped -= Math.Min(skipped, span.Length);
        }
    }

    /// <inheritdoc/>
    public bool Equals(KeyContext? other) =>
        ReferenceEquals(this, other) || (other is not null && hash == other.hash && spans.AsSpan().SequenceEqual(other.spans));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeyContext);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;
}
