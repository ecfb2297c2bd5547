using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>Loads libtorch and TorchSharp's native part before TorchSharp would, which on failure writes pages to the console.</summary>
internal static class TorchLibrary
{
    private const string Libtorch = "torch_cpu";
    private const string Binding = "LibTorchSharp";

    private static readonly Lazy<string?> Problem = new(Load);

    /// <summary>Loads once per process.</summary>
    /// <exception cref="InputException">The libraries are missing, or this system cannot load them.</exception>
    public static void Require()
    {
        if (Problem.Value is { } problem)
        {
            throw new InputException(problem);
        }
    }

    /// <summary>libtorch itself.</summary>
    /// <exception cref="InputException">It is missing.</exception>
    public static nint Handle
    {
        get
        {
            Require();
            return NativeLibrary.Load(Libtorch, typeof(torch).Assembly, null);
        }
    }

    /// <summary>Whether this build has libtorch's part for CUDA, whatever the machine.</summary>
    public static bool HasCuda => TryLoad("torch_cuda");

    /// <summary>The file of TorchSharp's native part on this system; null when there is none.</summary>
    public static string? FindBinding()
    {
        var folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? AppContext.BaseDirectory;
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, $"lib{Binding}.so"))
            .FirstOrDefault(File.Exists);
    }

    private static string? Load()
    {
        if (!TryLoad(Libtorch))
        {
            return $"The native library {Libtorch} cannot be loaded, so there is no torch device; build without -p:Libtorch=none, which takes it from the libtorch-cpu package.";
        }

        if (TryLoad(Binding) || (OperatingSystem.IsLinux() && FindBinding() is { } file && TryLoadRelaxed(file)))
        {
            return null;
        }

        return OperatingSystem.IsLinux() && FindBinding() is not null
            ? $"The native library {Binding} cannot be loaded here; it needs the libstdc++ of GCC 13 (Ubuntu 24.04, Debian 13), which conda's libstdcxx-ng also has, named by LD_LIBRARY_PATH."
            : $"The native library {Binding} of the TorchSharp package is not there for {RuntimeInformation.RuntimeIdentifier}, so there is no torch device.";
    }

    /// <summary>The handle is not freed: the library stays loaded as long as the process.</summary>
    private static bool TryLoad(string name) => NativeLibrary.TryLoad(name, typeof(torch).Assembly, null, out _);

    /// <summary>Loads a copy that does not insist on versions which it does not use, and gives it to TorchSharp.</summary>
    private static bool TryLoadRelaxed(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (VersionNeeds.Relax(bytes).Count == 0)
        {
            return false;
        }

        // The copy stands elsewhere and finds its dependencies because they are loaded.
        TryLoad("torch");
        var folder = Directory.CreateTempSubdirectory("steerscope-torch-");
        nint handle;
        try
        {
            var copy = Path.Combine(folder.FullName, Path.GetFileName(file));
            File.WriteAllBytes(copy, bytes);
            if (!NativeLibrary.TryLoad(copy, out handle))
            {
                return false;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += (_, name) => name == Binding ? handle : 0;
        return TryLoad(Binding);
    }
}
