namespace SteerScope.Models;

/// <summary>Which rows of a fused map belong to which of its maps. Made once per model: every layer's file is laid out alike.</summary>
internal static class FusedRows
{
    /// <summary>One map after the other.</summary>
    public static int[][] OneByOne(params IReadOnlyList<int> outputs) =>
        [.. outputs.Select((count, map) => Enumerable.Range(outputs.Take(map).Sum(), count).ToArray())];

    /// <summary>Head by head, and within a head map by map.</summary>
    public static int[][] HeadByHead(int maps, int heads, int headDim) =>
        [.. Enumerable.Range(0, maps).Select(map => Enumerable.Range(0, heads * headDim)
            .Select(output => (((maps * (output / headDim)) + map) * headDim) + (output % headDim))
            .ToArray())];
}
