using SteerScope.Compute.Torch.Transfers;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>
/// Which keys queries must not see, built on the device from the lengths of the contexts. A group's context holds its visible
/// keys, then padding; the position of query l is that of the last of them + 1 + l. Contexts without padding or window, those of
/// long sequences above all, need no mask, so that what is kept does not grow with the square of a sequence.
/// </summary>
internal sealed class AttentionMask : IDisposable
{
    private readonly Tensor? context;
    private readonly Tensor? own;

    /// <summary>Builds the masks; must run inside a dispose scope, which they outlive.</summary>
    public AttentionMask(IReadOnlyList<PieceGroup> groups, BlockSize size, int window, torch.Device device)
    {
        var query = torch.arange(size.Queries, torch.ScalarType.Int64, device).view(1, size.Queries, 1); // [1, L, 1]
        own = Own(query, size.Queries, window)?.DetachFromDisposeScope();
        context = Context(query, groups, size, window, device)?.DetachFromDisposeScope();
    }

    /// <summary>Hides context keys in scores [G, K, M, L, R, P].</summary>
    public void HideContext(Tensor scores) => Hide(scores, context);

    /// <summary>Hides own keys in scores [G, K, M, L, R, L].</summary>
    public void HideOwn(Tensor scores) => Hide(scores, own);

    /// <inheritdoc/>
    public void Dispose()
    {
        context?.Dispose();
        own?.Dispose();
    }

    private static void Hide(Tensor scores, Tensor? hidden)
    {
        if (hidden is not null)
        {
            scores.masked_fill_(hidden, float.NegativeInfinity);
        }
    }

    // Later queries' keys, and those that a window has left behind: [1, 1, 1, L, 1, L].
    private static Tensor? Own(Tensor query, int queries, int window)
    {
        if (queries == 1)
        {
            return null;
        }

        var key = query.view(1, 1, queries); // [1, 1, L]
        return Windowed(key.gt(query), key.sub(query), window).contiguous().view(1, 1, 1, queries, 1, queries);
    }

    // Padding, and what a window has left behind: [G, 1, 1, L or 1, 1, P].
    private static Tensor? Context(Tensor query, IReadOnlyList<PieceGroup> groups, BlockSize size, int window, torch.Device device)
    {
        var padded = groups.Any(group => group.VisibleContext < size.Context);
        if (size.Context == 0 || (!padded && (window == 0 || size.Context + size.Queries <= window)))
        {
            return null;
        }

        long[] visible = [.. groups.Select(group => (long)group.VisibleContext)];
        var lengths = HostMemory.Upload(visible, device).view(size.Groups, 1, 1); // [G, 1, 1]
        var key = torch.arange(size.Context, torch.ScalarType.Int64, device).view(1, 1, size.Context); // [1, 1, P]
        var hidden = Windowed(key.ge(lengths), key.sub(lengths).sub(query), window); // [G, L or 1, P]
        return hidden.contiguous().view(size.Groups, 1, 1, hidden.shape[1], 1, size.Context);
    }

    /// <summary>Adds what a sliding window hides: keys at a distance (key's position minus query's) of -window or less.</summary>
    private static Tensor Windowed(Tensor hidden, Tensor distance, int window) =>
        window > 0 ? hidden.logical_or(distance.le(-window)) : hidden;
}
