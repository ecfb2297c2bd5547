using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>A layer norm with a gain and a bias: GPT-2's and GPT-NeoX's.</summary>
internal sealed class LayerNorm<T>(ITensorOps<T> ops, VectorParameter<T> gain, VectorParameter<T> bias, float epsilon)
    where T : class, IDisposable
{
    public T Forward(T x) => ops.LayerNorm(x, gain.Value, bias.Value, epsilon); // [N, d]
}
