using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>down(activation(up(x))): GPT-2's and GPT-NeoX's MLP.</summary>
internal sealed class PlainMlp<T>(ITensorOps<T> ops, LinearParameter up, LinearParameter down, Activation activation)
    where T : class, IDisposable
{
    public T Forward(T x)
    {
        using var hidden = ops.Linear(x, up.Weight); // [N, m]
        ops.Activate(hidden, activation);
        return ops.Linear(hidden, down.Weight); // [N, d]
    }
}
