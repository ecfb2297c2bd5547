using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests;

/// <summary>Threads, vector widths and the machine leave no trace in the bits.</summary>
public sealed class CpuOpsDeterminismTests
{
    private static readonly AttentionShape Shape = new(6, 2, 40, 0.16f, SlidingWindow: 60, SoftCap: 20f);

    public static TheoryData<int> Widths => [.. Enumerable.Range(0, MatrixKernel.All.Count)];

    [Fact]
    public void Results_OneAndTwoThreads_AreTheSameBits()
    {
        using var one = new CpuOps(1);
        using var two = new CpuOps(2);
        Assert.Equal(Bits(one, 400), Bits(two, 400));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Results_AnyVectorWidth_AreTheSameBits(int width)
    {
        using var best = new CpuOps();
        using var other = new CpuOps(1, MatrixKernel.All[width]);
        Assert.Equal(Bits(best, 23), Bits(other, 23));
    }

    [Fact]
    public void Results_OnAnyMachine_AreTheseBits()
    {
        using var ops = new CpuOps();
        var hash = 14695981039346656037UL;
        foreach (var bits in Bits(ops, 23))
        {
            hash = (hash ^ (ulong)bits) * 1099511628211UL;
        }

        // Taken with AVX-512; the same with AVX2, and with plain SSE, where the multiply-add is software.
        Assert.Equal(7674806876897007275UL, hash);
    }

    [Fact]
    public void Ops_SharedByThreads_GivesEachItsResult()
    {
        using var ops = new CpuOps();
        var expected = Bits(ops, 40);
        var wrong = 0;
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            if (!Bits(ops, 40).AsSpan().SequenceEqual(expected))
            {
                Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
    }

    /// <summary>A small block of a transformer, with every operation whose bits are the provider's own.</summary>
    private static long[] Bits(CpuOps ops, int rows)
    {
        const int Width = 240;
        using var x = ops.Upload(TestValues.Normal(rows * Width, 1), rows, Width);
        using var gain = ops.Upload(TestValues.Normal(Width, 2), 1, Width);
        using var query = Load(ops, StoredType.F32, WeightLayout.OutputsByInputs, Width, Width, 10);
        using var key = Load(ops, StoredType.BF16, WeightLayout.InputsByOutputs, 80, Width, 20);
        using var value = Load(ops, StoredType.F16, WeightLayout.OutputsByInputs, 80, Width, 30);
        using var up = Load(ops, StoredType.BF16, WeightLayout.OutputsByInputs, 700, Width, 40);
        using var down = Load(ops, StoredType.F64, WeightLayout.OutputsByInputs, Width, 700, 50);
        using var normed = ops.RmsNorm(x, gain, 1e-6f, 1f);
        using var q = ops.Linear(normed, query);
        using var k = ops.Linear(normed, key);
        using var v = ops.Linear(normed, value);
        using var mixed = ops.Attention(q, k, v, k, v, [new Segment(0, rows - 2, 0, []), new Segment(rows - 2, 2, 13, [new KeySpan(true, 2, 13)])], Shape);
        ops.Add(x, mixed);
        using var centred = ops.LayerNorm(x, gain, gain, 1e-5f);
        using var hidden = ops.Linear(centred, up);
        using var gate = ops.Linear(normed, up);
        ops.GatedActivate(gate, hidden, Activation.Silu);
        ops.Activate(hidden, Activation.Gelu);
        ops.Add(gate, hidden);
        ops.Activate(gate, Activation.GeluTanh);
        using var result = ops.Linear(gate, down);
        ops.SoftCap(result, 3f);
        var values = new float[rows * Width];
        ops.Download(result, values);
        return [.. values.Select(value => (long)BitConverter.SingleToUInt32Bits(value)), .. ops.RowNorms(x).Concat(ops.ColumnSums(x, [0, 1, rows - 1])).Select(BitConverter.DoubleToInt64Bits)];
    }

    private static LinearWeight Load(CpuOps ops, StoredType type, WeightLayout layout, int outputs, int inputs, int seed)
    {
        int[] shape = layout == WeightLayout.OutputsByInputs ? [outputs, inputs] : [inputs, outputs];
        double[] weights = [.. TestValues.Normal(outputs * inputs, seed, 0.06f).Select(value => (double)value)];
        double[] bias = [.. TestValues.Normal(outputs, seed + 1).Select(value => (double)value)];
        return ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", type, shape, weights), layout, MemoryTensor.Create("b", type, [outputs], bias)));
    }
}
