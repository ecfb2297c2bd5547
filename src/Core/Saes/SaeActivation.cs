using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>From the encoder's output to pre-activations and activations, one row at a time, on the host.</summary>
internal sealed class SaeActivation
{
    private readonly SaeSpec spec;
    private readonly float[] threshold;
    private readonly float[] gateBias = [];
    private readonly float[] magnitudeBias = [];
    private readonly float[] magnitudeFactor = [];

    public SaeActivation(SaeFile file)
    {
        spec = file.Spec;
        threshold = file.Threshold.ToArray();
        if (spec.Architecture == SaeArchitecture.Gated)
        {
            gateBias = file.Weights.GateBias!.ToFloats();
            magnitudeBias = file.Weights.MagnitudeBias!.ToFloats();
            magnitudeFactor = [.. file.Weights.MagnitudeScale!.ToFloats().Select(MathF.Exp)];
        }
    }

    /// <summary>Turns the encoder's output into pre-activations in place, and fills the activations.</summary>
    public void Apply(Span<float> pre, Span<float> activations)
    {
        switch (spec.Architecture)
        {
            case SaeArchitecture.Standard:
                for (var i = 0; i < pre.Length; i++)
                {
                    activations[i] = Math.Max(pre[i], 0);
                }

                break;
            case SaeArchitecture.JumpRelu:
                for (var i = 0; i < pre.Length; i++)
                {
                    activations[i] = pre[i] > threshold[i] ? Math.Max(pre[i], 0) : 0;
                }

                break;
            case SaeArchitecture.TopK:
                TopK(pre, activations);
                break;
            case SaeArchitecture.GroupMax:
                GroupMax(pre, activations);
                break;
            case SaeArchitecture.Gated:
                Gated(pre, activations);
                break;
            default:
                throw new InvalidOperationException($"Nothing says how an SAE of architecture {spec.Architecture} activates.");
        }
    }

    private void Gated(Span<float> pre, Span<float> activations)
    {
        for (var i = 0; i < pre.Length; i++)
        {
            var magnitude = (pre[i] * magnitudeFactor[i]) + magnitudeBias[i];
            pre[i] += gateBias[i];
            activations[i] = pre[i] > 0 ? Math.Max(magnitude, 0) : 0;
        }
    }

    // Of equal values the one with the lower index stays.
    private void GroupMax(ReadOnlySpan<float> pre, Span<float> activations)
    {
        activations.Clear();
        var size = pre.Length / spec.K;
        for (var start = 0; start < pre.Length; start += size)
        {
            var largest = start;
            for (var i = start + 1; i < start + size; i++)
            {
                largest = pre[i] > pre[largest] ? i : largest;
            }

            activations[largest] = Math.Max(pre[largest], 0);
        }
    }

    // Whether negative values are cut before the choice (sparsify) or after it (SAELens) makes no difference to the result.
    private void TopK(ReadOnlySpan<float> pre, Span<float> activations)
    {
        activations.Clear();
        var kept = new PriorityQueue<int, (float Value, int Order)>(spec.K + 1);
        for (var i = 0; i < pre.Length; i++)
        {
            if (pre[i] > 0)
            {
                // The smallest goes first; of equal ones the one with the higher index.
                kept.Enqueue(i, (pre[i], -i));
                if (kept.Count > spec.K)
                {
                    kept.Dequeue();
                }
            }
        }

        while (kept.TryDequeue(out var feature, out _))
        {
            activations[feature] = pre[feature];
        }
    }
}
