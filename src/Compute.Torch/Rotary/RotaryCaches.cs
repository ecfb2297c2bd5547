using TorchSharp;

namespace SteerScope.Compute.Torch.Rotary;

/// <summary>The rotary caches of the tables in use, by identity of the table.</summary>
internal sealed class RotaryCaches(torch.Device device) : IDisposable
{
    /// <summary>A model has one table or two; beyond this many, those of models that are gone are dropped.</summary>
    private const int Limit = 8;

    private readonly List<(RotaryTable Table, RotaryCache Cache)> caches = [];

    /// <summary>The cache of a table.</summary>
    public RotaryCache For(RotaryTable table)
    {
        var found = caches.FindIndex(entry => ReferenceEquals(entry.Table, table));
        if (found == caches.Count - 1 && found >= 0)
        {
            return caches[found].Cache;
        }

        var entry = found >= 0 ? caches[found] : (table, new RotaryCache(table, device));
        if (found >= 0)
        {
            caches.RemoveAt(found);
        }
        else if (caches.Count == Limit)
        {
            caches[0].Cache.Dispose();
            caches.RemoveAt(0);
        }

        caches.Add(entry);
        return entry.Item2;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        caches.ForEach(entry => entry.Cache.Dispose());
        caches.Clear();
    }
}
