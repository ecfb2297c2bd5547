namespace SteerScope.Compute.Torch.Attention;

/// <summary>
/// Decides which segments are attended together. Segments with the same context form groups; groups of similar sizes form
/// padded blocks [groups, members, queries]. Thousands of single queries behind one prefix are one block, and so are as many
/// queries behind prefixes of their own.
/// </summary>
internal sealed class AttentionPlanner(AttentionShape shape, AttentionLimits limits)
{
    /// <summary>Padding beyond which a block is not worth its size: computed values per useful one.</summary>
    private const double MaxPadding = 1.5;

    /// <summary>The blocks, each a list of groups.</summary>
    public List<List<PieceGroup>> Plan(IReadOnlyList<Segment> segments)
    {
        var groups = Piece.Cut(segments, shape, limits)
            .GroupBy(piece => piece.Context)
            .SelectMany(pieces => Groups(pieces.Key, [.. pieces.OrderBy(piece => piece.Length)]))
            .OrderBy(group => group.Context.Sources)
            .ThenBy(group => group.VisibleContext)
            .ThenBy(group => group.Size.Queries)
            .ThenBy(group => group.Size.Members);
        return Blocks(groups);
    }

    /// <summary>The padded size of groups side by side.</summary>
    public static BlockSize SizeOf(IReadOnlyList<PieceGroup> groups) => new(
        groups.Count,
        groups.Max(group => group.Members.Count),
        groups.Max(group => group.Size.Queries),
        groups.Max(group => group.VisibleContext));

    private IEnumerable<PieceGroup> Groups(KeyContext context, List<Piece> pieces)
    {
        var visible = shape.SlidingWindow > 0 ? Math.Min(context.Length, shape.SlidingWindow - 1) : context.Length;
        var group = new PieceGroup(context, visible, []);
        var useful = group.ContextElements(shape);
        foreach (var piece in pieces)
        {
            var alone = group.Elements(piece, shape);
            var padded = new BlockSize(1, group.Members.Count + 1, piece.Length, visible);
            if (group.Members.Count > 0 && !Worthwhile(padded, useful + alone))
            {
                yield return group;
                group = new PieceGroup(context, visible, []);
                useful = group.ContextElements(shape);
            }

            group.Members.Add(piece);
            useful += alone;
        }

        yield return group;
    }

    private List<List<PieceGroup>> Blocks(IEnumerable<PieceGroup> groups)
    {
        List<List<PieceGroup>> blocks = [];
        var size = default(BlockSize);
        var useful = 0.0;
        foreach (var group in groups)
        {
            var alone = group.Size;
            var padded = new BlockSize(
                size.Groups + 1, Math.Max(size.Members, alone.Members), Math.Max(size.Queries, alone.Queries), Math.Max(size.Context, alone.Context));
            var together = useful + group.Useful(shape);
            if (blocks.Count > 0 && blocks[^1][0].Context.Sources == group.Context.Sources && Worthwhile(padded, together))
            {
                blocks[^1].Add(group);
                (size, useful) = (padded, together);
            }
            else
            {
                blocks.Add([group]);
                (size, useful) = (alone, group.Useful(shape));
            }
        }

        return blocks;
    }

    private bool Worthwhile(BlockSize padded, double useful)
    {
        var elements = padded.Elements(shape);
        return elements <= limits.Elements && (elements <= limits.Negligible || elements <= MaxPadding * useful);
    }
}
