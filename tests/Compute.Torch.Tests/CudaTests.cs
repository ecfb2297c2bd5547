using System.Diagnostics;
using System.Globalization;
using System.Text;
using SteerScope.Compute.Torch.Devices;
using SteerScope.Devices;
using SteerScope.Tests.Support;
using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>
/// The same checks as on the processor, on the first CUDA device, and those that only such a device can fail. With
/// STEERSCOPE_CUDA_REPORT they write what they measured to that file (docs/cuda.md says how).
/// </summary>
[Collection(ModelMemoryTests.Alone)]
public sealed class CudaTests
{
    private static readonly TorchDevice Device = TorchDevice.Cuda(0);

    [CudaFact]
    public void Conformance_OnCuda_Holds()
    {
        var (run, failures) = ConformanceRun.On(Device);
        Assert.Empty(failures);
        Assert.True(run > 100, $"only {run} cases were found");
    }

    [CudaFact]
    public void Run_Fixtures_EqualHuggingFace()
    {
        using var ops = TorchOps.Open(Device, 1);
        foreach (var name in ModelFixture.Names.Where(_ => SharedData.SharedRoot is not null))
        {
            ModelFixture.Shared(name).Check(ops, 1e-4f);
        }

        foreach (var name in ModelFixture.ShippedNames)
        {
            ModelFixture.Shipped(name).Check(ops, 1e-4f);
        }
    }

    [CudaFact]
    public void Run_FixturesInBfloat16_DifferByTheRoundingOfActivations()
    {
        using var half = TorchOps.Open(Device, 1, Precision.Bfloat16);
        foreach (var name in ModelFixture.Names.Where(_ => SharedData.SharedRoot is not null))
        {
            Bfloat16Check.Run(ModelFixture.Shared(name), half);
        }
    }

    [CudaFact]
    public void Run_FixturesAgain_GivesTheSameBits()
    {
        foreach (var precision in Enum.GetValues<Precision>())
        {
            foreach (var name in ModelFixture.Names.Where(_ => SharedData.SharedRoot is not null))
            {
                float[] Once()
                {
                    using var ops = TorchOps.Open(Device, 1, precision);
                    return [.. ModelFixture.Shared(name).Traces(ops).SelectMany(run => run.Trace.Tensors).SelectMany(tensor => tensor.Values)];
                }

                Assert.Equal(Once().Select(BitConverter.SingleToInt32Bits), Once().Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [CudaFact]
    public void Attention_Twice_GivesTheSameBits()
    {
        using var ops = TorchOps.Open(Device, 1);
        var shape = new AttentionShape(32, 8, 128, 0.088f);
        Segment[] segments = [.. Enumerable.Range(0, 3000).Select(row => new Segment(row, 1, 300, [new KeySpan(true, 0, 300)]))];
        using var q = ops.Upload(TestValues.Normal(3000 * 4096, 1), 3000, 4096);
        using var k = ops.Upload(TestValues.Normal(3000 * 1024, 2), 3000, 1024);
        using var cache = ops.Upload(TestValues.Normal(300 * 1024, 3), 300, 1024);
        var results = new float[2][];
        for (var i = 0; i < 2; i++)
        {
            using var result = ops.Attention(q, k, k, cache, cache, segments, shape);
            ops.Download(result, results[i] = new float[3000 * 4096]);
        }

        Assert.Equal(results[0].Select(BitConverter.SingleToInt32Bits), results[1].Select(BitConverter.SingleToInt32Bits));
    }

    [CudaFact]
    public void Linear_InBfloat16_SumsInFloat32()
    {
        // 1 + 4095 times 2^-9: sums that were kept in bfloat16 would stay at 1.
        const int Inputs = 4096;
        using var ops = TorchOps.Open(Device, 1, Precision.Bfloat16);
        using var weight = ops.LoadLinear(new LinearSource(
            MemoryTensor.Create("w", StoredType.BF16, [1, Inputs], [1, .. Enumerable.Repeat(1.0 / 512, Inputs - 1)]), WeightLayout.OutputsByInputs));
        using var x = ops.Upload([.. Enumerable.Repeat(1f, Inputs)], 1, Inputs);
        using var y = ops.Linear(x, weight);
        var sum = new float[1];
        ops.Download(y, sum);
        Assert.Equal(Bfloat16.Round(1 + ((Inputs - 1) / 512f)), sum[0]);
    }

    [CudaFact]
    public void Logits_BeyondTwoToThe31Elements_AreRight()
    {
        // 9000 x 240,000 logits: 8.6 GB.
        const int Rows = 9000, Outputs = 240_000;
        using var ops = TorchOps.Open(Device, 1);
        using var weight = ops.LoadLinear(new LinearSource(
            MemoryTensor.Create("w", StoredType.F32, [Outputs, 1], [.. Enumerable.Range(0, Outputs).Select(i => i / 240_000.0)]), WeightLayout.OutputsByInputs));
        using var x = ops.Upload([.. Enumerable.Range(0, Rows).Select(row => row / 9000f)], Rows, 1);
        using var logits = ops.Linear(x, weight);
        ops.SoftCap(logits, 30);
        using var some = ops.GatherRows(logits, [0, Rows - 1]);
        var values = new float[2 * Outputs];
        ops.Download(some, values);
        Assert.All(values[..Outputs], value => Assert.Equal(0, value));
        for (var output = 0; output < Outputs; output += 997)
        {
            Assert.Equal(30 * Math.Tanh((Rows - 1) / 9000.0 * (output / 240_000.0) / 30), values[Outputs + output], 1e-5);
        }

        var sums = ops.LogSumExp(logits);
        Assert.Equal(Math.Log(Outputs), sums[0], 1e-9);
        Assert.True(sums[^1] > sums[0]);
    }

    [CudaFact]
    public void Models_LoadedAgainAndAgain_TakeNoMoreOfTheDevice()
    {
        if (SharedData.SharedRoot is null)
        {
            return;
        }

        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        long? free = null;
        for (var round = 0; round < 20; round++)
        {
            using (var ops = TorchOps.Open(Device, 1, Precision.Bfloat16))
            {
                ModelFixture.Shared("gemma2").Traces(ops);
            }

            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

            // Torch keeps what was freed for what comes; what comes must fit into it.
            free ??= CudaDriver.FreeBytes();
            Assert.InRange(CudaDriver.FreeBytes(), free.Value, long.MaxValue);
        }
    }

    [CudaFact]
    public void Memory_RunOut_IsOneSentenceAndTheDeviceGoesOn()
    {
        using var ops = TorchOps.Open(Device, 1);
        var turn = new DeviceTurn(ops.Name);
        var exception = Assert.Throws<InputException>(() => turn.Pass(TakeEverything, 4096));
        Assert.Contains("a smaller compute.batch_tokens, such as 2048", exception.Message, StringComparison.Ordinal);
        using var x = ops.Upload([3f, 4f], 1, 2);
        Assert.Equal(5, ops.RowNorms(x)[0], 1e-12);
    }

    [CudaFact]
    public void Operations_OnAnotherThread_UseTheSameDevice()
    {
        using var ops = TorchOps.Open(TorchDevice.Cuda(torch.cuda.device_count() - 1), 1);
        using var x = ops.Upload([3f, 4f], 1, 2);
        var norm = 0.0;
        var thread = new Thread(() =>
        {
            using var rows = ops.GatherRows(x, [0, 0]);
            norm = ops.RowNorms(rows)[1];
        });
        thread.Start();
        thread.Join();
        Assert.Equal(5, norm, 1e-12);
    }

    [CudaFact]
    public void Open_IndexOutOfRange_SaysWhichThereAre()
    {
        var count = torch.cuda.device_count();
        var exception = Assert.Throws<InputException>(() => TorchOps.Open(TorchDevice.Cuda(count), 1));
        Assert.Contains($"this machine has {count}", exception.Message, StringComparison.Ordinal);
    }

    [CudaFact]
    public void Report_WhereAsked_IsWritten()
    {
        if (Environment.GetEnvironmentVariable("STEERSCOPE_CUDA_REPORT") is not { Length: > 0 } path)
        {
            return;
        }

        Assert.True(SharedData.SharedRoot is not null, "docs/cuda.md is made from ../shared, which is not there.");
        var page = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "cuda.md"));
        var marker = page.IndexOf(ReportMarker, StringComparison.Ordinal);
        Assert.True(marker > 0, $"docs/cuda.md has no line \"{ReportMarker}\".");
        var text = new StringBuilder(page[..marker]).Append(ReportMarker).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{CudaDriver.NameOf(0)}, driver for CUDA {CudaDriver.Version()}, libtorch {torch.__version__}.\n\n");
        text.Append(FixtureFigures.Table(Device)).Append('\n').Append(Speeds());
        File.WriteAllText(Path.Combine(SharedData.ProjectRoot, path), text.ToString());
    }

    /// <summary>What follows this line of docs/cuda.md is written by <see cref="Report_WhereAsked_IsWritten"/>.</summary>
    private const string ReportMarker = "## Figures";

    // 16 GiB at a time.
    private static int TakeEverything()
    {
        using var scope = torch.NewDisposeScope();
        var taken = 0;
        while (torch.empty(1L << 32, torch.ScalarType.Float32, torch.device("cuda:0")).NumberOfElements > 0)
        {
            taken++;
        }

        return taken;
    }

    private static string Speeds()
    {
        const int Width = 4096, Rows = 4096, Rounds = 20;
        var text = new StringBuilder("| product of 4096 x 4096 matrices | TFLOP/s |\n|---|---|\n");
        foreach (var precision in Enum.GetValues<Precision>())
        {
            using var ops = TorchOps.Open(Device, 1, precision);
            using var weight = ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", StoredType.BF16, [Width, Width], new double[Width * Width]), WeightLayout.OutputsByInputs));
            using var x = ops.Upload(new float[Rows * Width], Rows, Width);
            void Round()
            {
                using Tensor y = ops.Linear(x, weight);
            }

            Round();
            torch.cuda.synchronize();
            var watch = Stopwatch.StartNew();
            for (var round = 0; round < Rounds; round++)
            {
                Round();
            }

            torch.cuda.synchronize();
            text.Append(CultureInfo.InvariantCulture, $"| {SnakeCase.Of(precision)} | {2.0 * Rows * Width * Width * Rounds / watch.Elapsed.TotalSeconds / 1e12:0} |\n");
        }

        return text.ToString();
    }
}
