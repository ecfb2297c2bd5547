using TorchSharp;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Groups side by side, padded to the same sizes, with what selects their rows on the device.</summary>
internal sealed class AttentionBlock : IDisposable
{
    /// <summary>Builds the selections and the mask; must run inside a dispose scope.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="cachedRows">Rows of the cache.</param>
    /// <param name="shape">Shape of the attention.</param>
    /// <param name="device">The device.</param>
    /// <param name="results">Receives, for every row of the batch that the block attends, the place of its result among those of all blocks.</param>
    /// <param name="firstResult">Results of the blocks before this one, with padding.</param>
    public AttentionBlock(
        IReadOnlyList<PieceGroup> groups, int cachedRows, AttentionShape shape, torch.Device device, Span<long> results, long firstResult)
    {
        Size = AttentionPlanner.SizeOf(groups);
        Sources = groups[0].Context.Sources;
        var rows = new long[Size.Rows];
        var contexts = new long[(long)Size.Groups * Size.Context];
        for (var g = 0; g < groups.Count; g++)
        {
            FillRows(rows, groups[g], g, results, firstResult);

            // Padding repeats some row: it is masked.
            var context = contexts.AsSpan(g * Size.Context, Size.Context);
            groups[g].Context.CopyLast(context[..groups[g].VisibleContext], cachedRows);
        }

        Rows = new RowSelection(rows, device);
        Contexts = new RowSelection(contexts, device);
        Mask = new AttentionMask(groups, Size, shape.SlidingWindow, device);
    }

    /// <summary>Padded extents.</summary>
    public BlockSize Size { get; }

    /// <summary>Where the contexts' keys lie.</summary>
    public KeySources Sources { get; }

    /// <summary>Rows of the batch, [G * M * L].</summary>
    public RowSelection Rows { get; }

    /// <summary>Rows of the contexts' keys, [G * P].</summary>
    public RowSelection Contexts { get; }

    /// <summary>Which keys a query must not see.</summary>
    public AttentionMask Mask { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        Contexts.Dispose();
        Mask.Dispose();
    }

    private void FillRows(long[] rows, PieceGroup group, int g, Span<long> results, long firstResult)
    {
        for (var m = 0; m < Size.Members; m++)
        {
            var padding = m >= group.Members.Count;
            var piece = group.Members[padding ? 0 : m];
            var first = ((g * Size.Members) + m) * Size.Queries;
            for (var l = 0; l < Size.Queries; l++)
            {
                // A padded row repeats the piece's last: like all its results it is thrown away.
                rows[first + l] = piece.Start + Math.Min(l, piece.Length - 1);
                if (!padding && l < piece.Length)
                {
                    results[piece.Start + l] = firstResult + first + l;
                }
            }
        }
    }
}
