using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Groups side by side, padded to the same sizes, with what selects their rows on the device.</summary>
internal sealed class AttentionBlock : IDisposable
{
    /// <summary>Builds the selections and the mask; must run inside a dispose scope.</summary>
    public AttentionBlock(IReadOnlyList<PieceGroup> groups, int cachedRows, AttentionShape shape, torch.Device device)
    {
        Size = AttentionPlanner.SizeOf(groups);
        Sources = groups[0].Context.Sources;
        var rows = new long[Size.Rows];
        List<long> results = [], targets = [];
        var contexts = new long[(long)Size.Groups * Size.Context];
        for (var g = 0; g < groups.Count; g++)
        {
            FillRows(rows, groups[g], g, results, targets);

            // Padding repeats some row: it is masked.
            var context = contexts.AsSpan(g * Size.Context, Size.Context);
            groups[g].Context.CopyLast(context[..groups[g].VisibleContext], cachedRows);
        }

        Rows = new RowSelection(rows, device);
        Contexts = new RowSelection(contexts, device);
        Results = results.Count == rows.Length ? null : new RowSelection([.. results], device);
        Targets = new RowSelection([.. targets], device);
        Hidden = AttentionMask.Of(groups, Size, shape.SlidingWindow, device)?.DetachFromDisposeScope();
    }

    /// <summary>Padded extents.</summary>
    public BlockSize Size { get; }

    /// <summary>Where the contexts' keys lie.</summary>
    public KeySources Sources { get; }

    /// <summary>Rows of the batch, [G * M * L].</summary>
    public RowSelection Rows { get; }

    /// <summary>Rows of the contexts' keys, [G * P].</summary>
    public RowSelection Contexts { get; }

    /// <summary>Which of the block's rows are no padding; null when all are.</summary>
    public RowSelection? Results { get; }

    /// <summary>The batch's rows that they belong to.</summary>
    public RowSelection Targets { get; }

    /// <summary>Which keys a query must not see, [G, 1, 1, L, 1, P + L]; null when it sees all.</summary>
    public Tensor? Hidden { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        Contexts.Dispose();
        Results?.Dispose();
        Targets.Dispose();
        Hidden?.Dispose();
    }

    private void FillRows(long[] rows, PieceGroup group, int g, List<long> results, List<long> targets)
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
                    results.Add(first + l);
                    targets.Add(piece.Start + l);
                }
            }
        }
    }
}
