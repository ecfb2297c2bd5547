using System.Runtime.InteropServices;

namespace SteerScope.Compute.Cpu.Memory;

/// <summary>
/// 64-byte-aligned native memory for weights, which may be larger than any array. A safe handle, so that memory is not freed
/// below an operation that still reads it on another thread.
/// </summary>
internal sealed unsafe partial class NativeBlock : SafeHandle
{
    private const nuint Alignment = 64;

    /// <summary>A huge page of x86 and Arm with small pages of 4 KiB.</summary>
    private const nuint HugePage = 2 << 20;

    private const int AdviseHugePages = 14;

    /// <summary>Allocates; the values are undefined.</summary>
    public NativeBlock(long bytes)
        : base(0, ownsHandle: true)
    {
        Bytes = bytes;
        var huge = OperatingSystem.IsLinux() && bytes >= 4 * (long)HugePage;
        var memory = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), huge ? HugePage : Alignment);
        SetHandle((nint)memory);
        if (huge)
        {
            // Only advice: pages 512 times as large save most of the page faults of loading, and of the misses of address translation.
            _ = Advise(memory, (nuint)bytes, AdviseHugePages);
        }

        GC.AddMemoryPressure(Math.Max(bytes, 1));
    }

    /// <summary>Size.</summary>
    public long Bytes { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Pointer to the first byte; valid while the caller holds a <see cref="Use"/>.</summary>
    public byte* Pointer => (byte*)handle;

    /// <summary>Keeps the memory until the result is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The memory has been freed.</exception>
    public Lease Use()
    {
        var added = false;
        DangerousAddRef(ref added);
        return new Lease(this);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Math.Max(Bytes, 1));
        return true;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);

    /// <summary>One use of the memory.</summary>
    internal readonly ref struct Lease(NativeBlock block) : IDisposable
    {
        /// <summary>Ends the use.</summary>
        public void Dispose() => block.DangerousRelease();
    }
}
