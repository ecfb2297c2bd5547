using System.Diagnostics;

namespace SteerScope.Cluster.Support;

/// <summary>A file system in memory of a few megabytes, which can be filled up; gone when disposed of.</summary>
public sealed class SmallDisk : IDisposable
{
    private const string Size = "6m";
    private const int Page = 4096;
    private static readonly Lazy<string?> Reason = new(FindSkipReason);

    /// <summary>Mounts it.</summary>
    /// <exception cref="InvalidOperationException">This process may not.</exception>
    public SmallDisk()
    {
        Root = Directory.CreateTempSubdirectory("steerscope-disk-").FullName;
        var (code, said) = Call("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", Root);
        if (code != 0)
        {
            Directory.Delete(Root);
            throw new InvalidOperationException($"No file system can be mounted at {Root}: {said.Trim()}");
        }
    }

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? SkipReason => Reason.Value;

    public string Root { get; }

    private string Filler => Path.Combine(Root, "filler");

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[Page];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // That was the last.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Call("umount", "--lazy", Root);
        Directory.Delete(Root);
    }

    private static string? FindSkipReason()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux, to mount a small file system";
        }

        try
        {
            new SmallDisk().Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"needs the right to mount a small file system (root, or CAP_SYS_ADMIN): {e.Message}";
        }
    }

    private static (int Code, string Said) Call(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
