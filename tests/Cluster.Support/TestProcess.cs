using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace SteerScope.Cluster.Support;

/// <summary>A process of the command, or of a member with a fault; disposing of it kills it, as kill -9 does.</summary>
public sealed partial class TestProcess : IDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly StringBuilder _log = new();

    private TestProcess(string program, IEnumerable<string> args)
    {
        _log.AppendLine($"{program} {string.Join(' ', args)}");
        var info = new ProcessStartInfo(Host()) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

        // A process that ends itself must not leave its memory on the disk.
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var arg in args)
        {
            info.ArgumentList.Add(arg);
        }

        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += Heard;
        _process.ErrorDataReceived += Heard;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything that it said so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Files that it has mapped into its memory, libraries among them.</summary>
    public IReadOnlyCollection<string> Maps =>
        File.ReadLines($"/proc/{_process.Id}/maps").Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)).Where(f => f.Length == 6).Select(f => f[5]).ToHashSet();

    /// <summary>How it was started and what it said when, for people.</summary>
    public string Log
    {
        get
        {
            lock (_said)
            {
                return $"process {Id}{(HasExited ? $", ended with {_process.ExitCode}" : "")}: {_log}";
            }
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Whether it has joined its cluster.</summary>
    public bool IsMember => HasSaid("member of ");

    public static TestProcess Command(params string[] args) => new("steerscope.dll", args);

    public static TestProcess Member(params string[] args) => new("SteerScope.Cluster.Member.dll", args);

    /// <summary>Whether it has said something.</summary>
    public bool HasSaid(string text) => Said.Contains(text, StringComparison.Ordinal);

    /// <summary>Waits until it has joined its cluster.</summary>
    public void WaitUntilMember() => Until.True(
        () => IsMember || (HasExited && !IsMember ? throw new InvalidOperationException($"It ended before it was a member: {Log}") : false),
        () => $"a process is a member: {Log}");

    /// <summary>Waits until it ends.</summary>
    public int WaitForExit()
    {
        Until.True(() => HasExited, () => $"a process ends: {Log}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        Signal(SigKill);
        _process.WaitForExit();
    }

    public void Stop() => Signal(SigStop);

    public void Continue() => Signal(SigCont);

    public void Terminate() => Signal(SigTerm);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string Host() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private void Heard(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
            _log.AppendLine(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {line.Data}");
        }
    }

    private void Signal(int signal) => _ = Kill(_process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
