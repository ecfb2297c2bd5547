using System.Runtime.InteropServices;

namespace SteerScope.Silo.Observability.Gpus;

/// <summary>A library of a GPU's driver, which a machine has or has not; nothing of it is needed to build or to start.</summary>
internal sealed class DriverLibrary : IDisposable
{
    private readonly nint _handle;

    private DriverLibrary(nint handle) => _handle = handle;

    /// <summary>The CUDA driver's.</summary>
    public static string Cuda => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>NVIDIA's management library's.</summary>
    public static string Nvml => OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";

    /// <summary>Loads it; null where there is none.</summary>
    public static DriverLibrary? TryLoad(string name) => NativeLibrary.TryLoad(name, out var handle) ? new DriverLibrary(handle) : null;

    /// <summary>One of its functions; null when this version has none of the name.</summary>
    public TFunction? Find<TFunction>(string name)
        where TFunction : Delegate =>
        NativeLibrary.TryGetExport(_handle, name, out var address) ? Marshal.GetDelegateForFunctionPointer<TFunction>(address) : null;

    /// <inheritdoc/>
    public void Dispose() => NativeLibrary.Free(_handle);
}
