using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Compute.Cpu.Memory;

namespace SteerScope.Compute.Cpu.Attention;

/// <summary>
/// Causal attention, one tile of queries of one key/value head at a time. A score is one accumulator over the head's dimensions,
/// a value one accumulator over the keys in ascending position, and the sum of the softmax goes by position modulo 16: what a
/// query gets depends on nothing but itself and its keys.
/// </summary>
internal sealed class AttentionProduct(TensorPool pool, Cores cores, MatrixKernel kernel)
{
    /// <summary>Computes the attention of checked arguments.</summary>
    public void Run(CpuTensor q, CpuTensor k, CpuTensor v, CpuTensor? cachedKeys, CpuTensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape, CpuTensor result)
    {
        if (segments.Count == 0)
        {
            return;
        }

        using var batch = new KeyValuePanels(pool, cores, kernel.PanelWidth, k, v, shape, null);
        using var cache = cachedKeys is null || cachedValues is null
            ? null
            : new KeyValuePanels(pool, cores, kernel.PanelWidth, cachedKeys, cachedValues, shape, UsedPanels(cachedKeys.Rows, segments));
        var tiles = Tiles(segments, shape.Heads / shape.KeyValueHeads);
        cores.For(shape.KeyValueHeads * tiles.Count, item =>
        {
            var (head, tile) = Math.DivRem(item, tiles.Count);
            var (group, first, count) = tiles[tile];
            new AttentionTile(pool, kernel, batch, cache, shape, q, result, group, head, first, count).Run();
        });
    }

    private bool[] UsedPanels(int rows, IReadOnlyList<Segment> segments)
    {
        var width = kernel.PanelWidth;
        var used = new bool[(rows + width - 1) / width];
        foreach (var span in segments.SelectMany(segment => segment.Context))
        {
            if (span.Cached && span.Length > 0)
            {
                used.AsSpan((span.Start / width)..(((span.Start + span.Length - 1) / width) + 1)).Fill(true);
            }
        }

        return used;
    }

    /// <summary>Rows of a group are its queries, and for each the heads that share a key/value head.</summary>
    private List<(QueryGroup Group, int First, int Count)> Tiles(IReadOnlyList<Segment> segments, int sharing)
    {
        List<(QueryGroup Group, int First, int Count)> tiles = [];
        foreach (var group in QueryGroup.Cut(segments))
        {
            var rows = group.Queries.Count * sharing;
            for (var first = 0; first < rows; first += kernel.TileRows)
            {
                tiles.Add((group, first, Math.Min(kernel.TileRows, rows - first)));
            }
        }

        return tiles;
    }
}
