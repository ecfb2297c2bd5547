using System.Runtime.InteropServices;
using SteerScope.Compute.Cpu;
using SteerScope.Compute.Torch.Devices;
using SteerScope.Compute.Torch.Runtime;
using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Planted;
using SteerScope.Saes;
using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class TorchComputeDeviceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public TorchComputeDeviceTests() => PlantedWorld.Write(folder.Root, questions: 4, sentences: 4);

    private string Model => folder[PlantedWorld.ModelFolder];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void LoadModel_InEitherPrecision_ComputesInIt()
    {
        using var device = TorchComputeDevice.Open(TorchDevice.Cpu, 1);
        Assert.Equal("torch-cpu", device.Name);
        float[] Last(Precision precision)
        {
            device.Require(precision);
            using var model = device.LoadModel(Model, precision);
            return model.Trace([1, 5, 6, 7], null)["layer5.resid_post"].Values;
        }

        var (full, half) = (Last(Precision.Float32), Last(Precision.Bfloat16));
        Assert.NotEqual(full, half);
        Assert.InRange(Deviation.Of(full, half).Relative, 1e-5, 6 * 8 * Bfloat16.UnitRoundoff);
        using var managed = new ComputeDevice<CpuTensor>(new CpuOps(1));
        using var reference = managed.LoadModel(Model);
        Assert.InRange(Deviation.Of(reference.Trace([1, 5, 6, 7], null)["layer5.resid_post"].Values, full).Relative, 0, 1e-5);
    }

    [Fact]
    public void Require_OfAProviderWithoutIt_SaysWhichHaveIt()
    {
        using var managed = new ComputeDevice<CpuTensor>(new CpuOps(1));
        managed.Require(Precision.Float32);
        const string Sentence = "The precision bfloat16 was asked for, and device cpu computes in float32 only; torch-cpu and cuda:N of the full build have it.";
        Assert.Equal(Sentence, Assert.Throws<InputException>(() => managed.Require(Precision.Bfloat16)).Message);
        Assert.Equal(Sentence, Assert.Throws<InputException>(() => managed.LoadModel(Model, Precision.Bfloat16)).Message);
    }

    [Fact]
    public void LoadSae_BesideAModelInBfloat16_IsFloat32()
    {
        using var device = TorchComputeDevice.Open(TorchDevice.Cpu, 1);
        using var model = device.LoadModel(Model, Precision.Bfloat16);
        using var file = SaeFile.Open(Directory.GetFiles(folder["saes"], "params.npz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());
        using var sae = device.LoadSae(file);
        using var reference = new Sae<ReferenceTensor>(file, new ReferenceOps());
        double[] vector = [.. TestValues.Normal(file.Spec.InputWidth, 1).Select(value => (double)value)];
        var (expected, actual) = (reference.Encode(vector), sae.Encode(vector));
        Assert.InRange(Deviation.Of(expected.PreActivations, actual.PreActivations).Relative, 0, 1e-6);
        Assert.Equal(reference.Decode(expected).Length, sae.Decode(actual).Length);
    }

    [Fact]
    public void LoadModel_Done_KeepsNoFileMapped()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var device = TorchComputeDevice.Open(TorchDevice.Cpu, 1);
        using var model = device.LoadModel(Model);
        Assert.DoesNotContain(Model, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadModel_TiedHead_IsOnTheDeviceOnce()
    {
        using var checkpoint = Checkpoint.Open(Model);
        using var ops = new WatchedOps(TestOps.Open());
        using var model = TransformerLoader.Load(ops, checkpoint);
        Assert.Equal(checkpoint.Names.Count(name => name.EndsWith("weight", StringComparison.Ordinal) && checkpoint.TryGet(name, out var tensor) && tensor.Shape.Count == 2), ops.Loaded.Distinct().Count());
        Assert.Equal(ops.Loaded.Count, ops.Loaded.Distinct().Count());
        Assert.Equal(ops.Bytes, model.DeviceBytes);
    }

    [Fact]
    public void Allocation_BeyondTheMachine_IsRecognised()
    {
        var exception = Assert.Throws<ExternalException>(() => torch.empty(1L << 52, torch.ScalarType.Float32));
        Assert.True(TorchFailure.IsOutOfMemory(exception), exception.Message);
        Assert.DoesNotContain('\n', TorchFailure.Reason(exception));
        Assert.StartsWith("DefaultCPUAllocator", TorchFailure.Reason(exception), StringComparison.Ordinal);
    }

    [Fact]
    public void Reason_OfCudaOutOfMemory_IsItsFirstSentences()
    {
        var exception = new TorchSays(
            "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.15 GiB of which 3.00 GiB is free. If reserved but unallocated memory is large try setting X.\nException raised from malloc at ...");
        Assert.True(TorchFailure.IsOutOfMemory(exception));
        Assert.Equal("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.15 GiB of which 3.00 GiB is free", TorchFailure.Reason(exception));
        Assert.False(TorchFailure.IsOutOfMemory(new TorchSays("CUDA error: an illegal memory access was encountered")));
    }

    [Fact]
    public void Turn_MemoryRunsOut_SaysWhatWouldNeedLess()
    {
        var turn = new DeviceTurn("torch-cuda:0");
        var message = Assert.Throws<InputException>(() => turn.Pass<int>(() => throw new TorchSays("CUDA out of memory. Tried to allocate 20.00 GiB."), 4096)).Message;
        Assert.Equal(
            "torch-cuda:0: memory ran out in a pass of at most 4096 tokens, or of one longer text (CUDA out of memory. Tried to allocate 20.00 GiB); a smaller compute.batch_tokens, such as 2048, or model.precision bfloat16 would need less.",
            message);
        Assert.ThrowsAny<ExternalException>(() => turn.Pass<int>(() => throw new TorchSays("CUDA error: unspecified launch failure"), 4096));
    }

    [Fact]
    public void Trace_OfSeveralThreadsAtOnce_GivesEachItsOwn()
    {
        using var device = TorchComputeDevice.Open(TorchDevice.Cpu, 1);
        using var model = device.LoadModel(Model);
        int[][] sequences = [.. Enumerable.Range(2, 12).Select(length => Enumerable.Range(1, length).ToArray())];
        var alone = sequences.Select(ids => model.Trace(ids, null)["logits"].Values).ToArray();
        var together = new float[sequences.Length][];
        var threads = sequences.Index().Select(item => new Thread(() => together[item.Index] = model.Trace(item.Item, null)["logits"].Values)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(alone, together);
    }

    private sealed class TorchSays(string message) : ExternalException(message);
}
