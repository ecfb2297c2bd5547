using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>Counts live tensors with torch's own statistics, which are kept per thread.</summary>
public sealed class LifetimeTests
{
    private static readonly AttentionShape Shape = new(2, 1, 4, 0.5f, SlidingWindow: 5, SoftCap: 20f);

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Fact]
    public void EveryOperation_Repeated_LeavesNothingButItsResult()
    {
        var start = Live;
        using (var ops = TestOps.Open())
        {
            using var x = ops.Upload(TestValues.Normal(6 * 8, 1), 6, 8);
            using var k = ops.Upload(TestValues.Normal(6 * 4, 2), 6, 4);
            using var row = ops.Upload(TestValues.Normal(8, 3), 1, 8);
            using var weight = ops.LoadLinear(Source(8, 8));
            var table = new RotaryTable([1, 0.5]);
            Segment[] segments = [new(0, 2, 3, [new(true, 1, 3)]), new(2, 1, 3, [new(true, 1, 3)]), new(3, 3, 2, [new(false, 0, 1), new(true, 0, 1)])];
            Func<Tensor>[] makers =
            [
                () => ops.Upload([1f, 2f], 1, 2),
                () => ops.Linear(x, weight),
                () => ops.LinearOutputs(x, weight, [3, 1]),
                () => ops.Embed(weight, [0, 7], 2f),
                () => ops.Embed(weight, [0, 7]),
                () => ops.RmsNorm(x, row, 1e-5f, 1f),
                () => ops.LayerNorm(x, row, row, 1e-5f),
                () => ops.LayerNorm(x, row, null, 1e-5f),
                () => ops.Attention(x, k, k, k, k, segments, Shape),
                () => ops.GatherRows(x, [5, 5, 0]),
            ];
            Action[] others =
            [
                () => ops.Download(x, new float[48]),
                () => ops.LoadLinear(Source(5, 3)).Dispose(),
                () => ops.Rotate(x, table, [0, 1, 2, 3, 4, 5], 2, 4),
                () => ops.Add(x, x),
                () => ops.Activate(x, Activation.Silu),
                () => ops.Activate(x, Activation.GeluTanh),
                () => ops.GatedActivate(x, x, Activation.Gelu),
                () => ops.SoftCap(x, 3f),
                () => ops.AddScaledRows(x, row, [0, -1, 0, 0, -1, 0], [1, 1, 1, 1, 1, 1]),
                () => ops.AddScaledRows(x, row, [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]),
                () => ops.RowNorms(x),
                () => ops.LogSumExp(x),
                () => ops.ColumnSums(x, [1, 1]),
            ];
            foreach (var action in makers.Select<Func<Tensor>, Action>(make => () => make().Dispose()).Concat(others))
            {
                // The first call may fill a cache.
                action();
                var before = Live;
                action();
                Assert.Equal(before, Live);
            }

            foreach (var make in makers)
            {
                var before = Live;
                using var result = make();
                Assert.Equal(before + 1, Live);
            }
        }

        Assert.Equal(start, Live);
    }

    [Fact]
    public void Caches_OtherBatchesAndTables_StayBounded()
    {
        var start = Live;
        using (var ops = TestOps.Open())
        {
            var counts = new List<long>();
            for (var round = 1; round <= 40; round++)
            {
                using var q = ops.Upload(TestValues.Normal(round * 8, 1), round, 8);
                using var k = ops.Upload(TestValues.Normal(round * 4, 2), round, 4);
                ops.Attention(q, k, k, null, null, [new Segment(0, round, 0, [])], Shape).Dispose();
                ops.Rotate(q, new RotaryTable([1.0 / round]), [.. Enumerable.Repeat(100 * round, round)], 2, 4);
                counts.Add(Live);
            }

            Assert.Equal(counts[20], counts[^1]);
        }

        Assert.Equal(start, Live);
    }

    [Fact]
    public void FailedOperation_LeavesNothing()
    {
        using var ops = TestOps.Open();
        using var x = ops.Upload(new float[6], 2, 3);
        using var weight = ops.LoadLinear(Source(4, 4));
        var before = Live;
        Assert.Throws<ArgumentException>(() => ops.Linear(x, weight));
        Assert.Throws<ArgumentException>(() => ops.GatherRows(x, [2]));
        var spoilt = MemoryTensor.Create("w", StoredType.F32, [2, 2], [1, 2, double.NaN, 4]);
        Assert.Throws<InputException>(() => ops.LoadLinear(new LinearSource(spoilt, WeightLayout.InputsByOutputs)));
        Assert.Equal(before, Live);
    }

    [Fact]
    public void Operation_InTheCallersScope_GivesAResultThatOutlivesIt()
    {
        using var ops = TestOps.Open();
        Tensor x;
        using (torch.NewDisposeScope())
        {
            x = ops.Upload([1f, 2f], 1, 2);
        }

        Assert.Equal(2, ops.Columns(x));
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ops.Columns(x));
    }

    [Fact]
    public void Operation_OnTensorsThatRequireGradients_MakesNoGraph()
    {
        using var ops = TestOps.Open();
        using var x = torch.ones(2, 3, torch.ScalarType.Float32, requires_grad: true);
        using var rows = ops.GatherRows(x, [1]);
        Assert.False(rows.requires_grad);
        Assert.True(torch.is_grad_enabled());
    }

    [Fact]
    public void Operation_AfterDispose_Throws()
    {
        var ops = TestOps.Open();
        using var x = ops.Upload([1f], 1, 1);
        var weight = ops.LoadLinear(Source(1, 1));
        weight.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ops.Linear(x, weight));
        ops.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ops.Add(x, x));
    }

    private static LinearSource Source(int outputs, int inputs) => new(
        MemoryTensor.Create("w", StoredType.F16, [outputs, inputs], [.. TestValues.Normal(outputs * inputs, 5).Select(value => (double)value)]),
        WeightLayout.OutputsByInputs,
        MemoryTensor.Create("b", StoredType.F32, [outputs], new double[outputs]));
}
