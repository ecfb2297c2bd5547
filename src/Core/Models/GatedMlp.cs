using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>down(activation(gate(x)) * up(x)): SwiGLU, GeGLU.</summary>
internal sealed class GatedMlp<T>(ITensorOps<T> ops, LinearParameter gate, LinearParameter up, LinearParameter down, Activation activation)
    where T : class, IDisposable
{
    public T Forward(T x)
    {
        using var hidden = ops.Linear(x, gate.Weight); // [N, m]
        using (var factor = ops.Linear(x, up.Weight)) // [N, m]
        {
            ops.GatedActivate(hidden, factor, activation);
        }

        return ops.Linear(hidden, down.Weight); // [N, d]
    }
}
