using SteerScope.Compute.Torch.Runtime;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>What must hold before an attention runs.</summary>
internal static class AttentionCheck
{
    private const string Operation = nameof(ITensorOps<>.Attention);

    /// <summary>Checks shapes and segments; the cached extents are null where there is no cache.</summary>
    public static void All(Extent q, Extent k, Extent v, Extent? cachedKeys, Extent? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        if (shape.HeadDim < 1 || shape.KeyValueHeads < 1 || shape.Heads < 1 || shape.Heads % shape.KeyValueHeads != 0 || shape.SlidingWindow < 0 || shape.SoftCap < 0)
        {
            throw new ArgumentException($"{Operation}: {shape} needs positive sizes, heads that are a multiple of the key/value heads, and no negative window or cap.");
        }

        var columns = shape.KeyValueHeads * shape.HeadDim;
        Check.Columns(q, shape.Heads * shape.HeadDim, "q", Operation);
        Check.Columns(k, columns, "k", Operation);
        Check.Same(k, v, Operation);
        if (q.Rows != k.Rows)
        {
            throw new ArgumentException($"{Operation}: q {q} and k {k} must have the same number of rows.");
        }

        if (cachedKeys is null != cachedValues is null)
        {
            throw new ArgumentException($"{Operation}: cached keys ({cachedKeys?.ToString() ?? "none"}) and cached values ({cachedValues?.ToString() ?? "none"}) come together.");
        }

        if (cachedKeys is { } keys && cachedValues is { } values)
        {
            Check.Columns(keys, columns, "cached keys", Operation);
            Check.Same(keys, values, Operation);
        }

        Segments(q, cachedKeys?.Rows ?? 0, segments);
    }

    private static void Segments(Extent q, int cachedRows, IReadOnlyList<Segment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var next = 0;
        foreach (var segment in segments)
        {
            if (segment.Start != next || segment.Length < 1 || segment.Length > q.Rows - next)
            {
                throw new ArgumentException($"{Operation}: segment [{segment.Start}, +{segment.Length}) must begin at row {next} and lie within q {q}.");
            }

            next += segment.Length;
            long position = 0;
            foreach (var span in segment.Context)
            {
                var rows = span.Cached ? cachedRows : q.Rows;
                if (span.Start < 0 || span.Length < 0 || span.Length > rows - span.Start)
                {
                    throw new ArgumentException($"{Operation}: {span} lies outside of the {rows} {(span.Cached ? "cached rows" : "rows of the batch")}.");
                }

                position += span.Length;
            }

            if (position != segment.Position)
            {
                throw new ArgumentException($"{Operation}: the segment at row {segment.Start} has position {segment.Position}, but its context has {position} keys.");
            }
        }

        if (next != q.Rows)
        {
            throw new ArgumentException($"{Operation}: the segments cover {next} rows of q {q}.");
        }
    }
}
