using System.Runtime.InteropServices;

namespace SteerScope.Silo.Observability.Gpus;

/// <summary>
/// What the CUDA driver calls a device. Its number in this process depends on CUDA_VISIBLE_DEVICES and CUDA_DEVICE_ORDER, and
/// only the driver that reads them knows which GPU it means; its UUID means the same to everybody.
/// </summary>
internal static class CudaDevices
{
    private const int UuidBytes = 16;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Init(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Get(out int device, int ordinal);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetUuid([Out, MarshalAs(UnmanagedType.LPArray, SizeConst = UuidBytes)] byte[] uuid, int device);

    /// <summary>The UUID of a device, or of the part of one that it is (MIG); null when there is no such device, or no way to know.</summary>
    /// <param name="library">The CUDA driver's.</param>
    /// <param name="number">N of <c>cuda:N</c>.</param>
    public static Guid? UuidOf(DriverLibrary library, int number)
    {
        var uuid = new byte[UuidBytes];

        // The second form, of CUDA 11.4, tells the parts of a GPU apart; without it the answer could be of another one.
        return library.Find<Init>("cuInit") is { } init
            && library.Find<Get>("cuDeviceGet") is { } get
            && library.Find<GetUuid>("cuDeviceGetUuid_v2") is { } getUuid
            && init(0) == 0
            && get(out var device, number) == 0
            && getUuid(uuid, device) == 0
                ? new Guid(uuid, bigEndian: true)
                : null;
    }
}
