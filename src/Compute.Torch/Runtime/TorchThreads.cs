using TorchSharp;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// Sets the number of threads that torch uses. OpenMP keeps it per calling thread, and a thread that has used torch before keeps
/// what it had, so that setting it once per process would not do.
/// </summary>
internal static class TorchThreads
{
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
            // The first use of torch on a thread takes over what any thread has set last: let that be before, not after.
            _ = torch.get_num_threads();
        }

        torch.set_num_threads(threads);
        current = threads;
    }
}
