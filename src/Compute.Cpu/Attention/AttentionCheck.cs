namespace SteerScope.Compute.Cpu.Attention;

/// <summary>What must hold before an attention touches memory.</summary>
internal static class AttentionCheck
{
    private const string Operation = nameof(ITensorOps<>.Attention);

    public static void Check(CpuTensor q, CpuTensor k, CpuTensor v, CpuTensor? cachedKeys, CpuTensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        if (shape.HeadDim < 1 || shape.KeyValueHeads < 1 || shape.Heads < 1 || shape.Heads % shape.KeyValueHeads != 0)
        {
            throw new ArgumentException($"{Operation}: {shape} needs positive sizes and heads that are a multiple of the key/value heads.");
        }

        var columns = shape.KeyValueHeads * shape.HeadDim;
        Shapes.Columns(q, shape.Heads * shape.HeadDim, "q", Operation);
        Shapes.Columns(k, columns, "k", Operation);
        Shapes.Same(k, v, Operation);
        if (q.Rows != k.Rows)
        {
            throw new ArgumentException($"{Operation}: q {q.Shape} and k {k.Shape} must have the same number of rows.");
        }

        if ((cachedKeys is null) != (cachedValues is null))
        {
            throw new ArgumentException($"{Operation}: cached keys ({cachedKeys?.Shape ?? "none"}) and cached values ({cachedValues?.Shape ?? "none"}) come together.");
        }

        if (cachedKeys is not null && cachedValues is not null)
        {
            Shapes.Columns(cachedKeys, columns, "cached keys", Operation);
            Shapes.Same(cachedKeys, cachedValues, Operation);
        }

        CheckSegments(q, cachedKeys, segments);
    }

    private static void CheckSegments(CpuTensor q, CpuTensor? cached, IReadOnlyList<Segment> segments)
    {
        var next = 0;
        foreach (var segment in segments)
        {
            if (segment.Start != next || segment.Length < 1 || segment.Length > q.Rows - next)
            {
                throw new ArgumentException($"{Operation}: segment [{segment.Start}, +{segment.Length}) must begin at row {next} and lie within {q.Shape}.");
            }

            next += segment.Length;
            long position = 0;
            foreach (var span in segment.Context)
            {
                var rows = span.Cached ? cached?.Rows ?? 0 : q.Rows;
                if (span.Start < 0 || span.Length < 0 || span.Length > rows - span.Start)
                {
                    throw new ArgumentException($"{Operation}: {span} lies outside of the {rows} {(span.Cached ? "cached rows" : "rows of the batch")}.");
                }

                position += span.Length;
            }

            if (segment.Position != position)
            {
                throw new ArgumentException($"{Operation}: the segment at row {segment.Start} has position {segment.Position}, its context holds {position} keys.");
            }
        }

        if (next != q.Rows)
        {
            throw new ArgumentException($"{Operation}: the segments hold {next} rows, q is {q.Shape}.");
        }
    }
}
