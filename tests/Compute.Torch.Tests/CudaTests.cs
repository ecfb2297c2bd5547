using SteerScope.Tests.Support;
using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>The same checks as on the processor, on the first CUDA device.</summary>
public sealed class CudaTests
{
    [CudaFact]
    public void Conformance_OnCuda_Holds()
    {
        var (run, failures) = ConformanceRun.On(TorchDevice.Cuda(0));
        Assert.Empty(failures);
        Assert.True(run > 100, $"only {run} cases were found");
    }

    [CudaFact]
    public void Run_Fixtures_EqualHuggingFace()
    {
        using var ops = TorchOps.Open(TorchDevice.Cuda(0), 1);
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
    public void Attention_Twice_GivesTheSameBits()
    {
        using var ops = TorchOps.Open(TorchDevice.Cuda(0), 1);
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
    public void Open_IndexOutOfRange_SaysWhichThereAre()
    {
        var count = torch.cuda.device_count();
        var exception = Assert.Throws<InputException>(() => TorchOps.Open(TorchDevice.Cuda(count), 1));
        Assert.Contains($"this machine has {count}", exception.Message, StringComparison.Ordinal);
    }
}
