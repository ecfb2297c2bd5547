using System.Reflection;
using SteerScope.Tests.Support.Compute;
using Xunit;
using Xunit.Sdk;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>
/// Runs every conformance test on a device inside one test, as xunit cannot skip inherited tests where the device is missing.
/// </summary>
internal static class ConformanceRun
{
    /// <summary>Number of cases run, and what failed.</summary>
    public static (int Run, IReadOnlyList<string> Failures) On(TorchDevice device)
    {
        var failures = new List<string>();
        var run = 0;
        foreach (var method in typeof(Conformance).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null))
        {
            var cases = method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)).DefaultIfEmpty([]);
            foreach (var arguments in cases)
            {
                using var test = new Conformance(device);
                try
                {
                    method.Invoke(test, arguments);
                }
                catch (TargetInvocationException exception)
                {
                    failures.Add($"{method.Name}({string.Join(", ", arguments)}): {exception.InnerException?.Message}");
                }

                run++;
            }
        }

        return (run, failures);
    }

    private sealed class Conformance(TorchDevice device) : TensorOpsConformance<Tensor>
    {
        protected override double Tolerance => 1e-5;

        protected override bool BitIdenticalBatching => false;

        protected override ITensorOps<Tensor> CreateOps() => TorchOps.Open(device, 1);
    }
}
