using System.Diagnostics;
using System.Runtime.InteropServices;
using SteerScope.Silo.Tests.Support;

namespace SteerScope.Silo.Tests.Observability.Gpus;

/// <summary>A library with the functions of the CUDA driver and of NVML that are used, compiled from <c>driver.c</c>.</summary>
internal sealed class StandInDriver : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly nint _handle;

    public StandInDriver(params string[] without)
    {
        Path = _folder["libstandin.so"];
        var start = new ProcessStartInfo(Compiler!);
        string[] arguments = ["-shared", "-fPIC", "-O1", .. without.Select(name => $"-D{name}=without_{name}"), "-o", Path, System.IO.Path.Combine(AppContext.BaseDirectory, "driver.c")];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Compiler} ended with {process.ExitCode}.");
        }

        _handle = NativeLibrary.Load(Path);
    }

    /// <summary>The compiler; null when there is none.</summary>
    public static string? Compiler { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => new[] { "gcc", "clang" }.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public string Path { get; }

    /// <summary>How often NVML is open.</summary>
    public int Users => Marshal.GetDelegateForFunctionPointer<Count>(NativeLibrary.GetExport(_handle, "users"))();

    public void Dispose()
    {
        NativeLibrary.Free(_handle);
        _folder.Dispose();
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Count();
}
