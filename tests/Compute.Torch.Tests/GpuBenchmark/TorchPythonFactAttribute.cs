using SteerScope.Measuring;
using Xunit;

namespace SteerScope.Compute.Torch.Tests.GpuBenchmark;

/// <summary>A fact that needs a Python with PyTorch; reported as skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchPythonFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> IsThere = new(() => PyTorch.IsIn(Python));

    public TorchPythonFactAttribute()
    {
        if (!IsThere.Value)
        {
            Skip = $"needs PyTorch in {Python}";
        }
    }
}
