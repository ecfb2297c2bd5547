using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SteerScope.Client.Cluster;

/// <summary>A member of the demo's cluster, in a process of its own.</summary>
internal sealed partial class DemoMember : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DemoMember(string cluster, string log)
    {
        _log = new StreamWriter(log);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ClusterDemo).Assembly.Location);
        }

        foreach (var argument in new[] { "silo", "--cluster", cluster, "--threads", "1" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.Exited += (_, _) => _ready.TrySetResult(false);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where other members reach it.</summary>
    public string? Port { get; private set; }

    public void WaitUntilReady()
    {
        if (!_ready.Task.Wait(Patience) || !_ready.Task.Result)
        {
            throw new InputException($"a member of the demo's cluster did not start; {((FileStream)_log.BaseStream).Name} says why.");
        }
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    [GeneratedRegex(", silo port ([0-9]+)")]
    private static partial Regex SiloPort();

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            if (_log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
                _log.Flush();
            }
        }

        if (line.StartsWith("member of ", StringComparison.Ordinal))
        {
            Port = SiloPort().Match(line).Groups[1].Value;
            _ready.TrySetResult(true);
        }
    }
}
