using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>RMS norms of every query head and of every key head, before they turn; each has one gain for all heads.</summary>
/// <param name="Query">Gain of the queries' norm, [HeadDim].</param>
/// <param name="Key">Gain of the keys' norm, [HeadDim].</param>
/// <param name="Epsilon">Added to the mean square.</param>
/// <param name="Offset">Added to the gains.</param>
internal sealed record HeadNorms<T>(VectorParameter<T> Query, VectorParameter<T> Key, float Epsilon, float Offset)
    where T : class, IDisposable
{
    /// <summary>The norm of every head of x in a tensor of its own; x is freed.</summary>
    public T Apply(ITensorOps<T> ops, T x, VectorParameter<T> gain)
    {
        using (x)
        {
            return ops.RmsNorm(x, gain.Value, Epsilon, Offset); // [N, heads * D]
        }
    }
}
