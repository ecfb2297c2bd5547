using SteerScope.Compute;
using SteerScope.Compute.Cpu;
using SteerScope.Devices;
using SteerScope.Tables;

namespace SteerScope.Client.Composition;

/// <summary>The one place where the seams are filled: which compute providers and which table writer this build has.</summary>
internal static class Providers
{
    /// <summary>Name of the build.</summary>
#if PORTABLE
    public static string Build => "portable";
#else
    public static string Build => "full";
#endif

    /// <summary>The table writer.</summary>
    public static ITableFormat Tables =>
#if PORTABLE
        new Tables.Portable.PortableParquetFormat();
#else
        new Tables.Parquet.ParquetNetFormat();
#endif

    /// <summary>
    /// Work items at a time on a device: libtorch's state belongs to a thread, so that one worker owns the device; the
    /// managed kernels take as many as asked.
    /// </summary>
    public static int Workers(string device, int asked) => DeviceName.Parse(device, "--device") == "cpu" ? asked : 1;

    /// <summary>Opens the managed kernels, which every build has: what merges, whatever the model runs on.</summary>
    /// <param name="threads">Cores that one operation may use.</param>
    public static IComputeDevice OpenManaged(int threads) => new ComputeDevice<CpuTensor>(new CpuOps(threads));

    /// <summary>Opens what SAEs are trained with, whatever the model runs on.</summary>
    /// <param name="threads">Cores that one product may use.</param>
    public static IDenseProducts OpenProducts(int threads) => new CpuProducts(threads);

    /// <summary>Opens a device.</summary>
    /// <param name="device"><c>cpu</c>, <c>torch-cpu</c>, <c>cuda:N</c> or <c>torch-cuda:N</c>.</param>
    /// <param name="threads">Cores that one operation may use.</param>
    /// <exception cref="InputException">This build or this machine lacks the device.</exception>
    public static IComputeDevice Open(string device, int threads)
    {
        var name = DeviceName.Parse(device, "--device");
        if (name == "cpu")
        {
            return OpenManaged(threads);
        }

#if PORTABLE
        throw new InputException(
            $"--device {name}: the portable build has only cpu; the full build, which needs the package TorchSharp, has it: set STEERSCOPE_BUILD=full and start ./steerscope again.");
#else
        return TorchDevices.Open(name, threads);
#endif
    }
}
