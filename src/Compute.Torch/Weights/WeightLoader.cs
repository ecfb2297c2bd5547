using SteerScope.Compute.Torch.Runtime;
using SteerScope.Compute.Torch.Transfers;
using SteerScope.Files;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Weights;

/// <summary>
/// Brings stored matrices to a device. The file's bytes go through a staging tensor of a bounded size, are widened or narrowed
/// on the device, and are read once; nothing else of them stays on the host.
/// </summary>
internal sealed class WeightLoader(torch.Device device, torch.ScalarType type, int chunkLength = HostMemory.ChunkLength) : IDisposable
{
    private readonly Staging staging = new(device);

    /// <summary>Frees what transfers are staged in.</summary>
    public void Dispose() => staging.Dispose();

    /// <summary>Loads a map. Everything made here is left in the caller's scope, which keeps what it wants.</summary>
    /// <exception cref="InputException">The stored tensors have the wrong rank, type or length, or hold NaN or infinities.</exception>
    /// <exception cref="ArgumentException">A chosen output is not in the matrix.</exception>
    public (Tensor Weight, Tensor? Bias) Load(LinearSource source)
    {
        CheckSource(source);
        var weight = torch.empty(source.OutputCount, source.InputCount, type, device);
        if (source.Layout == WeightLayout.OutputsByInputs)
        {
            CopyRows(source, weight);
        }
        else
        {
            CopyColumns(source, weight);
        }

        return (weight, source.Bias is { } bias ? LoadBias(bias, source.Outputs) : null);
    }

    private static void CheckSource(LinearSource source)
    {
        var stored = source.Weight;
        var shape = $"[{string.Join(", ", stored.Shape)}]";
        if (stored.Shape.Count != 2)
        {
            throw new InputException($"{stored.Source}: tensor \"{stored.Name}\" has shape {shape}, but a linear map must have two dimensions.");
        }

        CheckType(stored);
        var outputs = stored.Shape[source.Layout == WeightLayout.OutputsByInputs ? 0 : 1];
        if (source.Bias is { } bias)
        {
            CheckType(bias);
            if (bias.Shape.Count != 1 || bias.Shape[0] != outputs)
            {
                throw new InputException($"{bias.Source}: tensor \"{bias.Name}\" has shape [{string.Join(", ", bias.Shape)}], but the bias of \"{stored.Name}\" {shape} must be [{outputs}].");
            }
        }

        if (source.Outputs is not null)
        {
            Check.Indices(source.Outputs, outputs, "output", $"{stored.Name} {shape}", nameof(ITensorOps<>.LoadLinear));
        }
    }

    private static void CheckType(StoredTensor stored)
    {
        if (!stored.Type.IsFloating())
        {
            throw new InputException($"{stored.Source}: tensor \"{stored.Name}\" is {stored.Type}, but a linear map must be F32, F16, BF16 or F64.");
        }
    }

    private static torch.ScalarType TypeOf(StoredTensor stored) => stored.Type switch
    {
        StoredType.F64 => torch.ScalarType.Float64,
        StoredType.F32 => torch.ScalarType.Float32,
        StoredType.F16 => torch.ScalarType.Float16,
        _ => torch.ScalarType.BFloat16,
    };

    private void CopyRows(LinearSource source, Tensor weight)
    {
        var stored = source.Weight;
        var inputs = source.InputCount;
        var atOnce = Math.Max(1, chunkLength / Math.Max(1, inputs));
        foreach (var run in OutputRun.Of(source))
        {
            for (var first = 0; first < run.Count && inputs > 0; first += atOnce)
            {
                using var scope = torch.NewDisposeScope();
                var count = Math.Min(atOnce, run.Count - first);
                var staged = staging.Take(count, inputs, TypeOf(stored));
                stored.Bytes((long)(run.Stored + first) * inputs, checked(count * inputs)).CopyTo(staged.bytes);
                Place(stored, staged, weight.narrow(0, run.Output + first, count));
            }
        }
    }

    private void CopyColumns(LinearSource source, Tensor weight)
    {
        var stored = source.Weight;
        var (outputs, inputs) = (source.OutputCount, source.InputCount);
        var size = stored.Type.ElementSize();
        var runs = OutputRun.Of(source);
        var atOnce = Math.Max(1, chunkLength / Math.Max(1, outputs));
        for (var first = 0; first < inputs && outputs > 0; first += atOnce)
        {
            using var scope = torch.NewDisposeScope();
            var count = Math.Min(atOnce, inputs - first);
            var staged = staging.Take(count, outputs, TypeOf(stored));
            var bytes = staged.bytes;
            for (var row = 0; row < count; row++)
            {
                foreach (var run in runs)
                {
                    var target = checked((int)(((long)row * outputs) + run.Output)) * size;
                    stored.Bytes(((long)(first + row) * stored.Shape[1]) + run.Stored, run.Count).CopyTo(bytes[target..]);
                }
            }

            Place(stored, staged, weight.narrow(1, first, count).t());
        }
    }

    private void Place(StoredTensor stored, Tensor staged, Tensor target)
    {
        // Moved before it is converted and turned: both are the device's work. The copy is over when this returns, so that what
        // it was staged in can be filled again.
        target.copy_(staged.to(device));
        if (!target.isfinite().all().item<bool>())
        {
            throw new InputException($"{stored.Source}: tensor \"{stored.Name}\" holds NaN, or an infinity or a value that is one in {type}, but finite numbers are expected.");
        }
    }

    private Tensor LoadBias(StoredTensor stored, IReadOnlyList<int>? outputs)
    {
        var values = stored.ToFloats(finite: true);
        float[] chosen = outputs is null ? values : [.. outputs.Select(output => values[output])];
        return HostMemory.Upload<float>(chosen, torch.ScalarType.Float32, device);
    }
}
