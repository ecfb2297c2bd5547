using System.Diagnostics;

namespace SteerScope.Silo.Tests.Support;

/// <summary>This assembly as a process of its own. Disposing of it kills it, as kill -9 does.</summary>
internal sealed class HelperProcess : IDisposable
{
    private readonly Process _process;

    private HelperProcess(Process process) => _process = process;

    /// <summary>Starts it.</summary>
    public static HelperProcess Start(params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(HelperProcess).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        var process = Process.Start(start)!;

        // What a dying silo says at length would otherwise be taken for this test run's.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new HelperProcess(process);
    }

    /// <summary>Waits until it says a word on a line of its own.</summary>
    public async Task WaitForAsync(string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == word)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The helper ended without saying '{word}'.");
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
