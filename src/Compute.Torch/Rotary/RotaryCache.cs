using SteerScope.Compute.Torch.Runtime;
using SteerScope.Compute.Torch.Transfers;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Rotary;

/// <summary>
/// One table's cosines and sines on a device: computed in double, rounded to float32, for as many positions as have been asked
/// for, and gathered for the last batch, whose queries and keys of every layer ask for the same.
/// </summary>
internal sealed class RotaryCache(RotaryTable table, torch.Device device) : IDisposable
{
    private const int SmallestCapacity = 512;

    private Tensor? angles; // [capacity, 2, f]: cosine, sine
    private int capacity;
    private int[] positions = [];
    private RotaryAngles? last;

    /// <summary>Angles for rows at these positions, valid until the next call.</summary>
    public RotaryAngles At(OpScope scope, IReadOnlyList<int> asked)
    {
        if (last is not null && Matches(asked))
        {
            return last;
        }

        var indices = Check.Indices(asked, int.MaxValue, "position", "0 and above", nameof(ITensorOps<>.Rotate));
        Reach(scope, (int)indices.DefaultIfEmpty().Max() + 1);
        var rows = angles!.index_select(0, HostMemory.Upload(indices, device)); // [N, 2, f]
        var (cosine, sine) = (rows.narrow(1, 0, 1).contiguous(), rows.narrow(1, 1, 1).contiguous()); // [N, 1, f]
        last?.Dispose();
        last = new RotaryAngles(scope.Keep(cosine), scope.Keep(sine));
        positions = [.. asked];
        return last;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        angles?.Dispose();
        last?.Dispose();
    }

    private bool Matches(IReadOnlyList<int> asked)
    {
        if (asked is int[] array)
        {
            return array.AsSpan().SequenceEqual(positions);
        }

        return asked.Count == positions.Length && asked.SequenceEqual(positions);
    }

    private void Reach(OpScope scope, int count)
    {
        if (count <= capacity)
        {
            return;
        }

        var grown = Math.Max(count, Math.Max(SmallestCapacity, capacity > int.MaxValue / 2 ? count : 2 * capacity));
        var frequencies = table.Frequencies;
        var values = new float[checked(2 * grown * frequencies.Count)];
        for (var position = 0; position < grown; position++)
        {
            var cosines = values.AsSpan(2 * position * frequencies.Count, frequencies.Count);
            var sines = values.AsSpan(((2 * position) + 1) * frequencies.Count, frequencies.Count);
            for (var i = 0; i < frequencies.Count; i++)
            {
                var (sine, cosine) = Math.SinCos(position * frequencies[i]);
                cosines[i] = (float)(cosine * table.AttentionScaling);
                sines[i] = (float)(sine * table.AttentionScaling);
            }
        }

        var uploaded = HostMemory.Upload<float>(values, torch.ScalarType.Float32, device).view(grown, 2, frequencies.Count);
        angles?.Dispose();
        angles = scope.Keep(uploaded);
        capacity = grown;
    }
}
