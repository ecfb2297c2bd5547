using System.Runtime.InteropServices;
using System.Text;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>What NVIDIA's driver says of a device (CUDA driver API): TorchSharp 0.107 asks neither for its name nor for its memory.</summary>
internal static partial class CudaDriver
{
    private const int NameLength = 128;

    /// <summary>The device's name, e.g. <c>NVIDIA H200</c>.</summary>
    public static string NameOf(int index)
    {
        Check(Init(0));
        Check(DeviceGet(out var device, index));
        var name = new byte[NameLength];
        Check(DeviceGetName(name, name.Length, device));
        return Encoding.ASCII.GetString(name.AsSpan(0, Array.IndexOf(name, (byte)0)));
    }

    /// <summary>The newest version of CUDA that the driver runs, e.g. 12.8.</summary>
    public static string Version()
    {
        Check(DriverGetVersion(out var version));
        return $"{version / 1000}.{version % 1000 / 10}";
    }

    /// <summary>Bytes of the current device that nobody has; torch's cache counts as had.</summary>
    public static long FreeBytes()
    {
        Check(MemGetInfo(out var free, out _));
        return (long)free;
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"The CUDA driver answered with error {error}.");
        }
    }

    [LibraryImport("libcuda.so.1", EntryPoint = "cuInit")]
    private static partial int Init(uint flags);

    [LibraryImport("libcuda.so.1", EntryPoint = "cuDeviceGet")]
    private static partial int DeviceGet(out int device, int ordinal);

    [LibraryImport("libcuda.so.1", EntryPoint = "cuDeviceGetName")]
    private static partial int DeviceGetName(byte[] name, int length, int device);

    [LibraryImport("libcuda.so.1", EntryPoint = "cuDriverGetVersion")]
    private static partial int DriverGetVersion(out int version);

    [LibraryImport("libcuda.so.1", EntryPoint = "cuMemGetInfo_v2")]
    private static partial int MemGetInfo(out nuint free, out nuint total);
}
