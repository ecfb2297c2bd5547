namespace SteerScope.Compute.Torch.Attention;

/// <summary>A segment, or a part of one that is too long to be attended at once: what comes before it in its segment is context then.</summary>
/// <param name="Start">First row in the batch.</param>
/// <param name="Length">Number of rows.</param>
/// <param name="Context">What precedes it.</param>
internal readonly record struct Piece(int Start, int Length, KeyContext Context)
{
    /// <summary>Cuts segments so that each piece's scores stay within the limit, and gives equal contexts one object.</summary>
    public static List<Piece> Cut(IReadOnlyList<Segment> segments, AttentionShape shape, AttentionLimits limits)
    {
        List<Piece> pieces = [];
        var contexts = new Dictionary<KeyContext, KeyContext>();
        (IReadOnlyList<KeySpan>? Spans, KeyContext? Context) last = default;
        foreach (var segment in segments)
        {
            // Copies of a prompt mostly share one list, and comparing its spans would cost more than all else here.
            if (!ReferenceEquals(last.Spans, segment.Context))
            {
                last = (segment.Context, Shared(contexts, new KeyContext(segment.Context)));
            }

            var context = last.Context!;
            var atOnce = RowsAtOnce(segment, shape, limits);
            for (var first = 0; first < segment.Length; first += atOnce)
            {
                var before = first == 0 ? context : new KeyContext([.. segment.Context, new KeySpan(false, segment.Start, first)]);
                pieces.Add(new Piece(segment.Start + first, Math.Min(atOnce, segment.Length - first), before));
            }
        }

        return pieces;
    }

    private static KeyContext Shared(Dictionary<KeyContext, KeyContext> contexts, KeyContext context)
    {
        if (!contexts.TryGetValue(context, out var shared))
        {
            contexts.Add(context, shared = context);
        }

        return shared;
    }

    private static int RowsAtOnce(Segment segment, AttentionShape shape, AttentionLimits limits)
    {
        var keys = (long)segment.Position + segment.Length;
        return (int)Math.Clamp(limits.Elements / (shape.Heads * keys), 1, segment.Length);
    }
}
