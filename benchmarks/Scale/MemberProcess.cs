using System.Diagnostics;
using System.Globalization;

namespace SteerScope.Scale;

/// <summary>A member in a process of its own.</summary>
internal sealed class MemberProcess : IDisposable
{
    /// <summary>Begins the line that has its address in the cluster.</summary>
    public const string Ready = "ready ";

    /// <summary>Begins a line that says what it used: CPU seconds, managed heap, working set.</summary>
    public const string Used = "used ";

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MemberProcess(string cluster, double shardMs)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(MemberProcess).Assembly.Location);
        }

        foreach (var argument in new[] { "member", "--cluster", cluster, "--shard-ms", shardMs.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("a member ended before it had joined"));
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>Its address in the cluster, once it has joined.</summary>
    public Task<string> Address => _address.Task;

    /// <summary>What it said last.</summary>
    public MemberUse Use { get; private set; }

    /// <summary>Ends it as kill -9 does.</summary>
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

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            _address.TrySetResult(line[Ready.Length..]);
        }
        else if (line.StartsWith(Used, StringComparison.Ordinal) && line[Used.Length..].Split(' ') is [var cpu, var heap, var set])
        {
            Use = new MemberUse(double.Parse(cpu), long.Parse(heap), long.Parse(set));
        }
        else if (line.Contains("SteerScope", StringComparison.Ordinal))
        {
            // Orleans has much to say about members that are killed.
            Console.Error.WriteLine($"member {_process.Id}: {line[..Math.Min(line.Length, 200)]}");
        }
    }
}
