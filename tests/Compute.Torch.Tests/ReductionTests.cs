using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class ReductionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 100)]
    [InlineData(300, 33)]
    public void LogSumExp_LargeLogits_IsInDouble(int rows, int columns)
    {
        using var ops = TestOps.Open();
        var reference = new ReferenceOps();
        float[] values = [.. TestValues.Normal(rows * columns, 1).Select(value => (value * 30f) + 5000f)];
        using var x = ops.Upload(values, rows, columns);

        // The oracle does not shift; taking 5000 off again is exact in float32.
        var expected = reference.LogSumExp(reference.Upload([.. values.Select(value => value - 5000f)], rows, columns));
        var actual = ops.LogSumExp(x);
        Assert.Equal(expected.Length, actual.Length);
        for (var row = 0; row < rows; row++)
        {
            Assert.Equal(5000 + expected[row], actual[row], 1e-10);
        }
    }

    [Fact]
    public void LogSumExp_NoColumns_Throws()
    {
        using var ops = TestOps.Open();
        using var x = ops.Upload([], 3, 0);
        Assert.Throws<ArgumentException>(() => ops.LogSumExp(x));
    }

    [Fact]
    public void UploadDownloadAndReductions_BeyondAChunk_CoverEveryRow()
    {
        // 17 M values: more than the 16 Mi that are copied or widened at a time.
        const int Rows = 1001, Columns = 17_000;
        using var ops = TestOps.Open();
        var values = new float[Rows * Columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (i % 1021) - 500;
        }

        using var x = ops.Upload(values, Rows, Columns);
        var back = new float[values.Length];
        ops.Download(x, back);
        Assert.True(values.AsSpan().SequenceEqual(back));
        var norms = ops.RowNorms(x);
        Assert.Equal(Rows, norms.Length);
        foreach (var row in new[] { 0, 985, 986, 987, 1000 })
        {
            var sum = 0.0;
            foreach (var value in values.AsSpan(row * Columns, Columns))
            {
                sum += (double)value * value;
            }

            Assert.Equal(Math.Sqrt(sum), norms[row], 1e-8);
        }

        var sums = ops.ColumnSums(x, [.. Enumerable.Range(0, Rows)]);
        foreach (var column in new[] { 0, 1, 9999, Columns - 1 })
        {
            Assert.Equal(Enumerable.Range(0, Rows).Sum(row => (double)values[(row * Columns) + column]), sums[column], 1e-8);
        }
    }

    [Fact]
    public void Operations_NoRows_GiveNoRows()
    {
        using var ops = TestOps.Open();
        using var x = ops.Upload([], 0, 4);
        using var gain = ops.Upload([1, 1, 1, 1], 1, 4);
        using var weight = ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", StoredType.F32, [3, 4], new double[12]), WeightLayout.OutputsByInputs));
        using var linear = ops.Linear(x, weight);
        using var none = ops.LinearOutputs(gain, weight, []);
        using var norm = ops.RmsNorm(x, gain, 1e-5f);
        using var layer = ops.LayerNorm(x, gain, gain, 1e-5f);
        using var rows = ops.GatherRows(gain, []);
        using var embedded = ops.Embed(weight, []);
        using var attention = ops.Attention(x, x, x, null, null, [], new AttentionShape(2, 2, 2, 1f));
        ops.Rotate(x, new RotaryTable([1.0]), [], 2, 2);
        ops.Add(x, x);
        ops.AddScaledRows(x, gain, [], []);
        Assert.Equal((0, 3), (ops.Rows(linear), ops.Columns(linear)));
        Assert.Equal((1, 0), (ops.Rows(none), ops.Columns(none)));
        foreach (var empty in new[] { norm, layer, rows, embedded, attention })
        {
            Assert.Equal((0, 4), (ops.Rows(empty), ops.Columns(empty)));
        }

        Assert.Empty(ops.RowNorms(x));
        Assert.Empty(ops.LogSumExp(x));
        Assert.Equal(new double[4], ops.ColumnSums(x, []));
    }
}
