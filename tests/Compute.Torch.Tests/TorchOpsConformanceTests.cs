using SteerScope.Tests.Support.Compute;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

public sealed class TorchOpsConformanceTests : TensorOpsConformance<Tensor>
{
    protected override double Tolerance => 1e-5;

    protected override bool BitIdenticalBatching => false;

    [Fact]
    public void ConformanceRun_OnTheProcessor_FindsAndPassesEveryTest()
    {
        // Keeps the way in which CUDA devices are tested working where there is none.
        var (run, failures) = ConformanceRun.On(TorchDevice.Cpu);
        Assert.Empty(failures);
        Assert.True(run > 100, $"only {run} cases were found");
    }

    protected override ITensorOps<Tensor> CreateOps() => TestOps.Open();
}
