using System.Runtime.CompilerServices;
using SteerScope.Compute.Torch.Runtime;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>Tests use torch directly before any provider is opened.</summary>
internal static class TestSetup
{
    [ModuleInitializer]
    internal static void LoadTorch() => TorchLibrary.Require();
}
