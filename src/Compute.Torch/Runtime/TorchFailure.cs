using System.Runtime.InteropServices;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>What libtorch says when it fails; TorchSharp hands it on as the message of an <see cref="ExternalException"/>.</summary>
internal static class TorchFailure
{
    /// <summary>Whether memory of the device, or of the host, ran out.</summary>
    public static bool IsOutOfMemory(ExternalException exception)
    {
        // CUDACachingAllocator, cudaErrorMemoryAllocation; cuBLAS; c10's allocator on the processor.
        string[] signs = ["out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "can't allocate memory"];
        return signs.Any(sign => exception.Message.Contains(sign, StringComparison.Ordinal));
    }

    /// <summary>The first sentence or two, without the native stack that follows.</summary>
    public static string Reason(ExternalException exception)
    {
        var line = exception.Message.Split('\n', 2)[0].Trim();
        var memory = line.IndexOf("DefaultCPUAllocator", StringComparison.Ordinal);
        line = memory > 0 ? line[memory..] : line;
        var advice = line.IndexOf(" If reserved but unallocated", StringComparison.Ordinal);
        return (advice > 0 ? line[..advice] : line).TrimEnd('.');
    }
}
