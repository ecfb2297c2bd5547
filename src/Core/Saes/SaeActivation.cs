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

    /// <summary>Whether a feature's activation depends on the other features.</summary>
    public bool FeaturesCompete => spec.Architecture is SaeArchitecture.TopK or SaeArchitecture.GroupMax;

    /// <summary>Activations of chosen features that do not compete, from the encoder's output for those.</summary>
    public float[] Apply(ReadOnlySpan<float> pre, IReadOnlyList<int> features)
    {
        var activations = new float[features.Count];
        for (var i = 0; i < activations.Length; i++)
        {
            var value = pre[i];
            activations[i] = spec.Architecture switch
            {
                SaeArchitecture.Standard => Math.Max(value, 0),
                SaeArchitecture.JumpRelu => JumpRelu(value, features[i]),
                SaeArchitecture.Gated => Gated(ref value, features[i]),
                _ => throw new InvalidOperationException($"Features of an SAE of architecture {spec.Architecture} cannot be activated one by one."),
            };
        }

        return activations;
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
                    activations[i] = JumpRelu(pre[i], i);
                }

                break;
            case SaeArchitecture.TopK:
                TopK(pre, activations);
                break;
            case SaeArchitecture.GroupMax:
                GroupMax(pre, activations);
                break;
            case SaeArchitecture.Gated:
                for (var i = 0; i < pre.Length; i++)
                {
                    activations[i] = Gated(ref pre[i], i);
                }

                break;
            default:
                throw new InvalidOperationException($"Nothing says how an SAE of architecture {spec.Architecture} activates.");
        }
    }

    private float JumpRelu(float pre, int feature) => pre > threshold[feature] ? Math.Max(pre, 0) : 0;

    private float Gated(ref float pre, int feature)
    {
        var magnitude = (pre * magnitudeFactor[feature]) + magnitudeBias[feature];
        pre += gateBias[feature];
        return pre > 0 ? Math.Max(magnitude, 0) : 0;
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
