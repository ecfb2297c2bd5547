using System.Runtime.InteropServices;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>What the C library's allocator has given out, libtorch's tensors on the processor among it; managed memory is not.</summary>
internal static partial class NativeHeap
{
    /// <summary>Bytes in use, of the heap and of blocks mapped on their own.</summary>
    public static long Used
    {
        get
        {
            var info = MallInfo();
            return (long)(info.MappedBytes + info.UsedBytes);
        }
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial Info MallInfo();

    // struct mallinfo2 of glibc 2.33 and later, ten size_t.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Info(
        nuint Arena, nuint FreeChunks, nuint FastChunks, nuint MappedCount, nuint MappedBytes, nuint MaxUsed, nuint FreeFastBytes, nuint UsedBytes, nuint FreeBytes, nuint Top);
}
