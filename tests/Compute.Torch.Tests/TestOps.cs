using SteerScope.Compute.Torch.Attention;
using SteerScope.Devices;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>How tests open the processor: with one thread, as test classes run side by side.</summary>
internal static class TestOps
{
    public static TorchOps Open(Precision precision = Precision.Float32, AttentionLimits? limits = null) =>
        TorchOps.Open(TorchDevice.Cpu, 1, precision, limits);
}
