using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SteerScope.Client.Tests;

/// <summary>Runs the command as users do: in a process of its own.</summary>
internal static partial class RealProcess
{
    private const int SigTerm = 15;

    public static CommandResult Run(params string[] args)
    {
        using var process = Start(args);
        return Finish(process);
    }

    public static Process Start(params string[] args)
    {
        var info = new ProcessStartInfo(Host()) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "steerscope.dll"));
        foreach (var arg in args)
        {
            info.ArgumentList.Add(arg);
        }

        return Process.Start(info)!;
    }

    public static CommandResult Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output, error.Result);
    }

    public static void Terminate(Process process) => _ = Kill(process.Id, SigTerm);

    // The host that runs these tests, wherever the SDK is installed.
    private static string Host() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
