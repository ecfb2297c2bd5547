using SteerScope.Tests.Support.Compute;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

public sealed class TorchOpsConformanceTests : TensorOpsConformance<Tensor>
{
    protected override double Tolerance => 1e-5;

    protected override bool BitIdenticalBatching => false;

    protected override ITensorOps<Tensor> CreateOps() => TestOps.Open();
}
