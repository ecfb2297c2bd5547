using System.Runtime.InteropServices;
using TorchSharp;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// Sets the number of threads that torch uses for what the calling thread calls: OpenMP and MKL keep it per thread. Torch's own
/// <c>set_num_threads</c> also clears caches and pools of the whole process, which other threads may be using, and hands its number
/// to threads that use torch for the first time; so it is never called.
/// </summary>
internal static unsafe class TorchThreads
{
    private static readonly delegate* unmanaged<int, void> SetOpenMp = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(TorchLibrary.Handle, "omp_set_num_threads");

    [ThreadStatic]
    private static int current;

    /// <summary>Lets torch use <paramref name="threads"/> threads for what this thread calls from now on.</summary>
    public static void Use(int threads)
    {
        if (current == threads)
        {
            return;
        }

        if (current == 0)
        {
            Begin();
        }

        SetOpenMp(threads);
        current = threads;
    }

    private static void Begin()
    {
        // Torch's first use of a thread sets what it thinks right: let that be before.
        _ = torch.get_num_threads();

        // MKL multiplies tiles only, each with one thread. A libtorch for processors that MKL does not know is without it.
        if (NativeLibrary.TryGetExport(TorchLibrary.Handle, "MKL_Set_Num_Threads_Local", out var setMkl))
        {
            ((delegate* unmanaged<int, int>)setMkl)(1);
        }
    }
}
