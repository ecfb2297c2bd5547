using SteerScope.Compute.Torch.Transfers;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Builds masks on the device from the lengths of the contexts.</summary>
internal static class AttentionMask
{
    /// <summary>
    /// True where query l of a group must not see a key: [G, 1, 1, L, 1, P + L], context first; null when every key is seen.
    /// A group's context holds its visible keys, then padding; the query's own position is that of the last of them + 1 + l.
    /// </summary>
    public static Tensor? Of(IReadOnlyList<PieceGroup> groups, BlockSize size, int window, torch.Device device)
    {
        if (size.Queries == 1 && groups.All(group => group.VisibleContext == size.Context))
        {
            return null;
        }

        var query = torch.arange(size.Queries, torch.ScalarType.Int64, device).view(1, size.Queries, 1); // [1, L, 1]
        var own = query.view(1, 1, size.Queries); // [1, 1, L]
        var hidden = Hidden(own.gt(query), own.sub(query), window); // [1, L, L]
        hidden = hidden.expand(size.Groups, size.Queries, size.Queries);
        if (size.Context > 0)
        {
            long[] visible = [.. groups.Select(group => (long)group.VisibleContext)];
            var lengths = HostMemory.Upload(visible, device).view(size.Groups, 1, 1); // [G, 1, 1]
            var key = torch.arange(size.Context, torch.ScalarType.Int64, device).view(1, 1, size.Context); // [1, 1, P]
            var context = Hidden(key.ge(lengths), key.sub(lengths).sub(query), window); // [G, L or 1, P]
            hidden = torch.cat([context.expand(size.Groups, size.Queries, size.Context), hidden], 2);
        }

        return hidden.contiguous().view(size.Groups, 1, 1, size.Queries, 1, size.Context + size.Queries);
    }

    /// <summary>Adds what a sliding window hides: keys at a distance (key's position minus query's) of -window or less.</summary>
    private static Tensor Hidden(Tensor hidden, Tensor distance, int window) =>
        window > 0 ? hidden.logical_or(distance.le(-window)) : hidden;
}
