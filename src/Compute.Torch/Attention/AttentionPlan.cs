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
            foreach (var groups in new AttentionPlanner(shape, limits).Plan(segments))
            {
                blocks.Add(new AttentionBlock(groups, cachedRows, shape, device));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The blocks; each row of the batch is a result of exactly one.</summary>
    public IReadOnlyList<AttentionBlock> Blocks { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in Blocks)
        {
            block.Dispose();
        }
    }
}
