using System.Runtime.InteropServices;

namespace SteerScope.Silo.Observability.Gpus;

/// <summary>
/// Memory of a GPU, or of the part of one that the device is (MIG), by NVIDIA's management library. It counts every process on
/// it, not this one alone: that is what decides whether more fits.
/// </summary>
internal sealed class GpuMemory : IDisposable
{
    // NVML_DEVICE_NAME_V2_BUFFER_SIZE.
    private const int LongestName = 96;

    private readonly Lock _gate = new();
    private readonly DriverLibrary _library;
    private readonly Shutdown? _shutdown;
    private readonly GetMemoryInfo _read;
    private readonly nint _device;
    private bool _closed;

    private GpuMemory(DriverLibrary library, nint device, string id, GetMemoryInfo read)
    {
        (_library, _device, Id, _read) = (library, device, id, read);
        _shutdown = library.Find<Shutdown>("nvmlShutdown");
        var name = new byte[LongestName];
        Model = library.Find<GetName>("nvmlDeviceGetName") is { } getName && getName(device, name, LongestName) == 0
            ? System.Text.Encoding.UTF8.GetString(name.AsSpan(0, Math.Max(0, Array.IndexOf(name, (byte)0))))
            : null;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Init();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Shutdown();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetHandleByUuid([MarshalAs(UnmanagedType.LPUTF8Str)] string uuid, out nint device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetName(nint device, [Out, MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 2)] byte[] name, uint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetMemoryInfo(nint device, out MemoryInfo memory);

    /// <summary>Its UUID as NVIDIA's tools write it: <c>GPU-...</c> or <c>MIG-...</c>.</summary>
    public string Id { get; }

    /// <summary>Its model, such as <c>NVIDIA H100 80GB HBM3</c>; null when it is not told.</summary>
    public string? Model { get; }

    /// <summary>The memory of a device of this process; null where a driver, the device, or certainty about which GPU it is, is missing.</summary>
    /// <param name="number">N of <c>cuda:N</c>.</param>
    /// <param name="cuda">Name or path of the CUDA driver's library.</param>
    /// <param name="nvml">Name or path of the management library.</param>
    public static GpuMemory? TryOpen(int number, string? cuda = null, string? nvml = null)
    {
        // Stays loaded, as libtorch will use it.
        if (DriverLibrary.TryLoad(cuda ?? DriverLibrary.Cuda) is not { } driver || CudaDevices.UuidOf(driver, number) is not { } uuid)
        {
            return null;
        }

        if (DriverLibrary.TryLoad(nvml ?? DriverLibrary.Nvml) is not { } library)
        {
            return null;
        }

        var memory = TryOpen(library, uuid);
        if (memory is null)
        {
            library.Dispose();
        }

        return memory;
    }

    /// <summary>Bytes in use and in all; null when the driver does not say.</summary>
    public (long Used, long Limit)? Read()
    {
        lock (_gate)
        {
            return !_closed && _read(_device, out var memory) == 0 ? ((long)memory.Used, (long)memory.Total) : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _shutdown?.Invoke();
            _library.Dispose();
        }
    }

    private static GpuMemory? TryOpen(DriverLibrary library, Guid uuid)
    {
        if (library.Find<Init>("nvmlInit_v2") is not { } init
            || library.Find<GetHandleByUuid>("nvmlDeviceGetHandleByUUID") is not { } find
            || library.Find<GetMemoryInfo>("nvmlDeviceGetMemoryInfo") is not { } read
            || init() != 0)
        {
            return null;
        }

        foreach (var id in new[] { $"GPU-{uuid}", $"MIG-{uuid}" })
        {
            if (find(id, out var device) == 0)
            {
                return new GpuMemory(library, device, id, read);
            }
        }

        library.Find<Shutdown>("nvmlShutdown")?.Invoke();
        return null;
    }

    /// <summary>nvmlMemory_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryInfo
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
