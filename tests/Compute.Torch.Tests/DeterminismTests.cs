using SteerScope.Compute.Torch.Runtime;
using SteerScope.Devices;
using SteerScope.Tests.Support;
using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class DeterminismTests
{
    private static readonly int[] ThreadCounts = [1, 2, 3, 8];

    public static TheoryData<string, Precision> Fixtures
    {
        get
        {
            var data = new TheoryData<string, Precision>();
            foreach (var name in ModelFixture.Names)
            {
                data.Add(name, Precision.Float32);
                data.Add(name, Precision.Bfloat16);
            }

            return data;
        }
    }

    [Fact]
    public void Open_TheProcess_IsDeterministic()
    {
        using var ops = TestOps.Open();
        Assert.True(TorchContext.DeterministicAlgorithms);
        Assert.True(TorchContext.DeterministicOneDnn);
        Assert.True(TorchContext.DeterministicCudnn);
        Assert.False(TorchContext.FillsNewMemory);
        Assert.False(TorchContext.Bfloat16Sums);
        Assert.Contains(NativeEnvironment.Get(Determinism.WorkspaceVariable), new[] { ":4096:8", ":16:8" });
    }

    [Theory]
    [InlineData(null, ":4096:8")]
    [InlineData("", ":4096:8")]
    [InlineData(":4096:8", null)]
    [InlineData(":16:8", null)]
    public void Choose_AnAllowedWorkspace_KeepsOrSetsIt(string? current, string? expected) => Assert.Equal(expected, Determinism.Choose(current));

    [Fact]
    public void Choose_AnotherWorkspace_SaysWhatWouldBeRight()
    {
        var exception = Assert.Throws<InputException>(() => Determinism.Choose(":0:0"));
        Assert.Contains("CUBLAS_WORKSPACE_CONFIG is ':0:0'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(":4096:8 or :16:8", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 4096, 1024)] // MKL and oneDNN share such a product's sum over the inputs among threads.
    [InlineData(5, 9216, 300)]
    [InlineData(1, 2048, 2500)]
    [InlineData(130, 700, 2304)]
    [InlineData(1100, 200, 330)]
    public void Linear_AnyNumberOfThreads_GivesTheSameBits(int rows, int inputs, int outputs)
    {
        var source = new LinearSource(
            MemoryTensor.Create("w", StoredType.F32, [outputs, inputs], [.. TestValues.Normal(inputs * outputs, 1).Select(value => (double)value)]),
            WeightLayout.OutputsByInputs,
            MemoryTensor.Create("b", StoredType.F32, [outputs], new double[outputs]));
        var values = TestValues.Normal(rows * inputs, 2);
        foreach (var precision in Enum.GetValues<Precision>())
        {
            AssertSame(precision, ops =>
            {
                using var weight = ops.LoadLinear(source);
                using var x = ops.Upload(values, rows, inputs);
                using var y = ops.Linear(x, weight);
                return Download(ops, y);
            });
        }
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(1, 256_000)]
    [InlineData(3, 70_000)]
    [InlineData(700, 300)]
    public void Reductions_AnyNumberOfThreads_GiveTheSameBits(int rows, int columns)
    {
        var values = TestValues.Normal(rows * columns, 3);
        AssertSame(Precision.Float32, ops =>
        {
            using var x = ops.Upload(values, rows, columns);
            using var gain = ops.Upload(values.AsSpan(0, columns), 1, columns);
            using var rms = ops.RmsNorm(x, gain, 1e-5f);
            using var layer = ops.LayerNorm(x, gain, gain, 1e-5f);
            double[] sums = [.. ops.RowNorms(x), .. ops.LogSumExp(x), .. ops.ColumnSums(x, [.. Enumerable.Range(0, rows)])];
            return [.. sums.SelectMany(sum => new[] { (float)sum, (float)(sum - (float)sum) }), .. Download(ops, rms), .. Download(ops, layer)];
        });
    }

    [Fact]
    public void Attention_AnyNumberOfThreads_GivesTheSameBits()
    {
        var shape = new AttentionShape(12, 4, 64, 0.125f, SlidingWindow: 300);
        List<Segment> segments = [new(0, 700, 0, [])];
        for (var i = 0; i < 60; i++)
        {
            segments.Add(new Segment(700 + (2 * i), 2, 500, [new KeySpan(false, 0, 500)]));
        }

        AssertSame(Precision.Float32, ops =>
        {
            using var q = ops.Upload(TestValues.Normal(820 * 768, 1), 820, 768);
            using var k = ops.Upload(TestValues.Normal(820 * 256, 2), 820, 256);
            using var result = ops.Attention(q, k, k, null, null, segments, shape);
            return Download(ops, result);
        });
    }

    [SharedTheory]
    [MemberData(nameof(Fixtures))]
    public void Run_Fixture_AgainAndWithAnyNumberOfThreads_GivesTheSameBits(string name, Precision precision) =>
        AssertSame(precision, ops => [.. ModelFixture.Shared(name).Traces(ops).SelectMany(run => run.Trace.Tensors).SelectMany(tensor => tensor.Values)]);

    [Fact]
    public void Use_OfANewThread_IsNotUndoneByAnother()
    {
        using var ops = TestOps.Open();
        using var set = new ManualResetEventSlim();
        using var changed = new ManualResetEventSlim();
        var threads = 0;
        var other = new Thread(() =>
        {
            TorchThreads.Use(1);
            set.Set();
            changed.Wait();
            threads = torch.get_num_threads();
        });
        other.Start();
        set.Wait();
        TorchThreads.Use(5);
        changed.Set();
        other.Join();
        Assert.Equal(1, threads);
    }

    private static float[] Download(TorchOps ops, torch.Tensor x)
    {
        var values = new float[ops.Rows(x) * ops.Columns(x)];
        ops.Download(x, values);
        return values;
    }

    private static void AssertSame(Precision precision, Func<TorchOps, float[]> compute)
    {
        int[]? first = null;
        foreach (var threads in ThreadCounts.Append(1))
        {
            using var ops = TorchOps.Open(TorchDevice.Cpu, threads, precision);
            int[] bits = [.. compute(ops).Select(BitConverter.SingleToInt32Bits)];
            first ??= bits;
            Assert.True(first.AsSpan().SequenceEqual(bits), $"{threads} threads give other bits than 1");
        }
    }
}
