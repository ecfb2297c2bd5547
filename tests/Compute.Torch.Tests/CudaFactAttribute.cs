using SteerScope.Compute.Torch.Runtime;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>A fact that needs a CUDA device and a build with libtorch-cuda; reported as skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (TorchRuntime.CudaDevices() == 0)
        {
            Skip = "needs a CUDA device and a build with -p:Libtorch=cuda";
        }
    }
}
