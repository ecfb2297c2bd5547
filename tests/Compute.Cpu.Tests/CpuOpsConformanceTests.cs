using SteerScope.Tests.Support.Compute;

namespace SteerScope.Compute.Cpu.Tests;

public sealed class CpuOpsConformanceTests : TensorOpsConformance<CpuTensor>
{
    protected override ITensorOps<CpuTensor> CreateOps() => new CpuOps();
}
