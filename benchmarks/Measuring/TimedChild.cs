using System.Diagnostics;
using System.Globalization;

namespace SteerScope.Measuring;

/// <summary>
/// A child process that does work when it is told to: a line <c>NAME REPEATS</c> on its input, a line <c>WALL CPU</c> on its
/// output (seconds of one time), or a line that begins with <c>error</c>. It ends when its input does.
/// </summary>
public sealed class TimedChild : IDisposable
{
    private readonly Process process;

    private TimedChild(Process process) => this.process = process;

    /// <summary>What the child said about itself when it was ready: one line.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Starts a child and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended before it was ready.</exception>
    public static TimedChild Start(ProcessStartInfo info)
    {
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.UseShellExecute = false;
        var process = Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} did not start.");
        var child = new TimedChild(process);
        try
        {
            child.Description = child.Answer();
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    /// <summary>Serves as a child, in the process that was started as one.</summary>
    /// <param name="description">What the child says about itself.</param>
    /// <param name="prepare">From a name to the work; the last answer is kept.</param>
    public static void Serve(string description, Func<string, Action> prepare)
    {
        Console.WriteLine(description);
        (string Key, Action Run) kept = ("", () => { });
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] != kept.Key)
            {
                kept = (words[0], prepare(words[0]));
            }

            var timing = ProcessClock.Time(kept.Run, int.Parse(words[1]));
            Console.WriteLine($"{timing.Wall:R} {timing.Cpu:R}");
        }
    }

    /// <summary>A case of the child as a contender.</summary>
    /// <param name="name">What the tables call it.</param>
    /// <param name="key">What the child calls it; without spaces.</param>
    public IContender Case(string name, string key) => new ChildCase(this, name, key);

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill();
        }

        process.Dispose();
    }

    private Timing Run(string key, int repeats)
    {
        process.StandardInput.WriteLine($"{key} {repeats}");
        process.StandardInput.Flush();
        var words = Answer().Split(' ');
        return new Timing(double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private string Answer()
    {
        var line = process.StandardOutput.ReadLine();
        return line is null || line.StartsWith("error", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"The child process {process.Id} answered: {line ?? "nothing (it ended)"}")
            : line;
    }

    private sealed class ChildCase(TimedChild child, string name, string key) : IContender
    {
        /// <inheritdoc/>
        public string Name => name;

        /// <inheritdoc/>
        public Timing Run(int repeats) => child.Run(key, repeats);
    }
}
