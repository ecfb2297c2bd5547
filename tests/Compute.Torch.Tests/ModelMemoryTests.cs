using SteerScope.Artifacts;
using SteerScope.Capture;
using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Planted;
using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;
using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>
/// What models and passes leave on the device. Torch counts live tensors per thread, and a finaliser runs on another: only what is
/// disposed of here lowers the count.
/// </summary>
[Collection(Alone)]
public sealed class ModelMemoryTests : IDisposable
{
    /// <summary>Tests of the collection run while no others do, whose memory would be counted too.</summary>
    public const string Alone = "alone";

    private readonly TempFolder folder = new();
    private readonly IReadOnlyList<TokenizedPair> pairs;

    public ModelMemoryTests()
    {
        PlantedWorld.Write(folder.Root, questions: 4, sentences: 4);
        var spec = SpecFile.Parse(
            """
            model: planted-llama
            behaviours: [behaviours/agreeable.jsonl]
            prompts: {template: "{question}\n\n Answer:{answer}", train: 2, test: 1}
            """,
            folder["spec.yaml"]);
        pairs = [.. SweepPreparer.Prepare(spec, "torch-cpu", FileDigests.Open(folder["none.json"])).Behaviours[0].Split.Train];
    }

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private string Model => folder[PlantedWorld.ModelFolder];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Bfloat16)]
    public void Model_DisposedOf_LeavesNothing(Precision precision)
    {
        var before = Live;
        using (var ops = TestOps.Open(precision))
        {
            var opened = Live;
            using (var model = Load(ops))
            {
                Assert.True(Live > opened + 20, "no weights were counted");
                Work(model);
            }

            // Cached plans and angles, of one batch each.
            Assert.InRange(Live - opened, 0, 16);
        }

        Assert.Equal(before, Live);
    }

    [Fact]
    public void Pass_FailingAnywhere_LeavesNothing()
    {
        var before = Live;
        var failures = 0;
        while (Fails(failures))
        {
            Assert.Equal(before, Live);
            failures++;
        }

        Assert.True(failures > 200, $"only {failures} operations");
        Assert.Equal(before, Live);
    }

    [Fact]
    public void Load_FailingAnywhere_LeavesNothing()
    {
        using var torchOps = TestOps.Open();
        using var ops = new WatchedOps(torchOps);
        var before = Live;
        for (var failures = 0; failures < 20; failures++)
        {
            ops.FailAfter(failures);
            Assert.Throws<InvalidOperationException>(() => Load(ops));
            Assert.Equal(before, Live);
        }
    }

    [Fact]
    public void Passes_AHundred_NeedNoMoreThanTheFirst()
    {
        using var ops = TestOps.Open();
        using var model = Load(ops);
        Work(model);
        Work(model);
        var (tensors, peak) = (Live, Tensor.PeakCount);
        for (var pass = 0; pass < 100; pass++)
        {
            Work(model);
            Assert.Equal(tensors, Live);
        }

        Assert.Equal(peak, Tensor.PeakCount);
    }

    [Fact]
    public void Operations_AHundredOnLargeTensors_KeepNoBytes()
    {
        // Each leaves results of 4 MiB behind if it leaves any; the runtime's own memory comes and goes by less than 16 MiB.
        const int Size = 1024;
        using var ops = TestOps.Open(Precision.Bfloat16);
        using var weight = ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", StoredType.BF16, [Size, Size], new double[Size * Size]), WeightLayout.OutputsByInputs));
        using var x = ops.Upload(new float[Size * Size], Size, Size);
        Segment[] segments = [new(0, Size / 2, 0, []), new(Size / 2, Size / 2, 0, [])];
        long? before = null;
        for (var round = 0; round < 100; round++)
        {
            using var y = ops.Linear(x, weight);
            using var attended = ops.Attention(y, y, y, null, null, segments, new AttentionShape(16, 16, 64, 0.1f));
            ops.AddScaledRows(attended, x, [.. Enumerable.Range(0, Size).Select(row => row % 2 == 0 ? row : -1)], new float[Size]);
            ops.RowNorms(attended);
            before ??= NativeHeap.Used;
        }

        Assert.InRange(NativeHeap.Used - before!.Value, long.MinValue, 16 << 20);
    }

    [Fact]
    public void Weights_DisposedOf_GiveTheirBytesBackAtOnce()
    {
        const int Size = 2048;
        using var ops = TestOps.Open();
        var source = new LinearSource(MemoryTensor.Create("w", StoredType.F32, [Size, Size], new double[Size * Size]), WeightLayout.OutputsByInputs);
        var before = NativeHeap.Used;
        var weight = ops.LoadLinear(source);
        Assert.Equal(4L * Size * Size, weight.DeviceBytes);
        Assert.InRange(NativeHeap.Used - before, weight.DeviceBytes, weight.DeviceBytes + (1 << 20));
        weight.Dispose();
        Assert.InRange(NativeHeap.Used - before, long.MinValue, 1 << 20);
    }

    // Operations of its own each time: what they keep between passes depends on the last batch.
    private bool Fails(int operations)
    {
        using var torchOps = TestOps.Open();
        using var ops = new WatchedOps(torchOps);
        using var model = Load(ops);
        ops.FailAfter(operations);
        try
        {
            Work(model);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private void Work(Transformer<Tensor> model)
    {
        new PairCapture<Tensor>(model).Run(pairs, [0, 3], 64);
        new TextCapture<Tensor>(model).Run([new TextChunk(0, [1, 5, 6, 7, 8], 1)], [1, 2], [[2]], 64);
        var vector = new float[model.Shape.Width];
        new SteeringRunner<Tensor>(model).Run(new SteeringRequest(
            pairs,
            [new SteeringDirection(2, vector)],
            [-1, 0, 1],
            [AddingPositions.Answer, AddingPositions.All],
            [PropensityMetric.LetterLogitDiff, PropensityMetric.LogprobDiffSum],
            64));
        TraceRunner<Tensor>.Run(model, [1, 5, 6], new SteerRequest(1, vector, 1, SteerPositions.Parse("from:1")));
    }

    private Transformer<Tensor> Load(ITensorOps<Tensor> ops)
    {
        using var checkpoint = Checkpoint.Open(Model);
        return TransformerLoader.Load(ops, checkpoint);
    }
}
