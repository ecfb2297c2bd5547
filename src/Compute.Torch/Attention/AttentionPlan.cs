using TorchSharp;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>How a batch is attended: its blocks, with their selections on the device.</summary>
internal sealed class AttentionPlan : IDisposable
{
    /// <summary>Plans; must run inside a dispose scope.</summary>
    public AttentionPlan(IReadOnlyList<Segment> segments, int cachedRows, AttentionShape shape, AttentionLimits limits, torch.Device device)
    {
        var blocks = new List<AttentionBlock>();
        Blocks = blocks;
        try
        {
            var results = new long[segments.Sum(segment => segment.Length)];
            var computed = 0L;
            foreach (var groups in new AttentionPlanner(shape, limits).Plan(segments))
            {
                var block = new AttentionBlock(groups, cachedRows, shape, device, results, computed);
                blocks.Add(block);
                computed += block.Size.Rows;
            }

            Results = new RowSelection(results, device);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The blocks; each row of the batch is a result of exactly one.</summary>
    public IReadOnlyList<AttentionBlock> Blocks { get; }

    /// <summary>Where the results of the batch's rows are among those of all blocks, one after the other.</summary>
    public RowSelection Results { get; } = RowSelection.None;

    /// <inheritdoc/>
    public void Dispose()
    {
        Results.Dispose();
        foreach (var block in Blocks)
        {
            block.Dispose();
        }
    }
}
