using System.Globalization;

namespace SteerScope.Sweeps.Specs;

/// <summary>All layers, or a list of them.</summary>
public sealed class LayerSelection
{
    /// <summary>The largest layer that can be named.</summary>
    public const int MaxLayer = 999;

    private readonly int[]? layers;

    private LayerSelection(int[]? layers)
    {
        this.layers = layers;
    }

    /// <summary>All layers.</summary>
    public static LayerSelection All { get; } = new(null);

    /// <summary>The named layers in ascending order; null for all.</summary>
    public IReadOnlyList<int>? Layers => layers;

    /// <summary>Some layers; order and repeats do not matter.</summary>
    public static LayerSelection Of(IEnumerable<int> layers)
    {
        int[] sorted = [.. layers.Distinct().Order()];
        if (sorted.Length == 0 || sorted[0] < 0 || sorted[^1] > MaxLayer)
        {
            throw new ArgumentException($"Layers are a list of numbers from 0 to {MaxLayer}.", nameof(layers));
        }

        return new LayerSelection(sorted);
    }

    /// <summary>A selection as people write it: <c>all</c>, a layer, a range such as <c>0-4</c>, or several of these with commas.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static LayerSelection Parse(string text, string field)
    {
        var named = new SortedSet<int>();
        return text == "all" ? All
            : TryAdd(text, named) ? Of(named)
            : throw new InputException($"{field} is '{text}'; it should be all, a layer, a range such as 0-4, or several of these with commas.");
    }

    /// <summary>Whether a layer is selected.</summary>
    public bool Contains(int layer) => layers is null || Array.BinarySearch(layers, layer) >= 0;

    /// <summary>Whether a layer may be in both selections.</summary>
    public bool Overlaps(LayerSelection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return layers is null || layers.Any(other.Contains);
    }

    /// <summary>The selected layers of a model, in ascending order.</summary>
    /// <exception cref="InputException">One of them is not a layer of the model.</exception>
    public IReadOnlyList<int> Resolve(int layerCount, string field = "layers")
    {
        if (layers is not null && layers[^1] >= layerCount)
        {
            throw new InputException($"{field} names layer {layers[^1]}; the model's layers are 0 to {layerCount - 1}.");
        }

        return layers ?? [.. Enumerable.Range(0, layerCount)];
    }

    /// <summary>Adds the layers of a text such as <c>0-4</c> or <c>1,3</c>; false where it is none.</summary>
    internal static bool TryAdd(string? text, SortedSet<int> layers)
    {
        foreach (var part in (text ?? "").Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryLayer(ends[0], out var first) || !TryLayer(ends[^1], out var last) || last < first)
            {
                return false;
            }

            layers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return true;
    }

    private static bool TryLayer(string text, out int layer) =>
        int.TryParse(text.AsSpan().Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out layer) && layer <= MaxLayer;
}
