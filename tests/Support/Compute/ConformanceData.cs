using SteerScope.Compute;
using Xunit;

namespace SteerScope.Tests.Support.Compute;

/// <summary>Shapes and forms that a provider is checked with.</summary>
public static class ConformanceData
{
    /// <summary>One, primes, one beyond a vector, one beyond a tile, more than one tile.</summary>
    public static readonly int[] Sizes = [1, 2, 7, 13, 31, 33, 64, 100];

    public static TheoryData<AttentionShape> AttentionShapes =>
    [
        new(1, 1, 8, 0.35f),
        new(4, 4, 64, 0.125f),
        new(8, 4, 8, 0.35f),
        new(6, 2, 33, 0.2f, SoftCap: 5f),
        new(8, 1, 80, 0.11f, SlidingWindow: 7),
        new(4, 2, 64, 0.125f, SlidingWindow: 33, SoftCap: 50f),
        new(16, 1, 100, 0.1f),
        new(2, 2, 1, 1f, SlidingWindow: 1),
        new(3, 1, 31, -0.2f, SlidingWindow: 100),
    ];

    public static TheoryData<int, int, int> LinearShapes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            for (var i = 0; i < Sizes.Length; i++)
            {
                for (var o = 0; o < Sizes.Length; o++)
                {
                    data.Add(Sizes[(i + (3 * o)) % Sizes.Length], Sizes[i], Sizes[o]);
                }
            }

            // Beyond the blocks of the managed kernels, in rows and in depth.
            data.Add(400, 1100, 70);
            data.Add(49, 513, 33);
            data.Add(3, 5000, 5);
            return data;
        }
    }

    public static TheoryData<StoredType, WeightLayout> StoredForms
    {
        get
        {
            var data = new TheoryData<StoredType, WeightLayout>();
            foreach (var type in new[] { StoredType.F32, StoredType.F16, StoredType.BF16, StoredType.F64 })
            {
                data.Add(type, WeightLayout.OutputsByInputs);
                data.Add(type, WeightLayout.InputsByOutputs);
            }

            return data;
        }
    }

    public static TheoryData<Activation, int> Activations
    {
        get
        {
            var data = new TheoryData<Activation, int>();
            foreach (var activation in Enum.GetValues<Activation>())
            {
                foreach (var size in Sizes)
                {
                    data.Add(activation, size);
                }
            }

            return data;
        }
    }

    public static TheoryData<int> AllSizes => [.. Sizes];
}
