using System.Globalization;

namespace SteerScope.Fuzz.Running;

/// <summary>
/// Says on disk which input is being read: an overflown stack ends the process without a word, and the next run finds what
/// it was at. Gone when the worker ends as it should.
/// </summary>
internal sealed class CrashMark : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "at.txt";

    private readonly FileStream stream;
    private readonly int start;

    /// <summary>Creates the mark.</summary>
    public CrashMark(string folder, string target, ulong seed)
    {
        stream = new FileStream(Path.Combine(folder, FileName), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"--target {target} --seed {seed} --only ")));
        start = (int)stream.Length;
    }

    /// <summary>Writes the number of the input.</summary>
    public void Set(long number)
    {
        Span<byte> text = stackalloc byte[20];
        number.TryFormat(text, out _, "D20", CultureInfo.InvariantCulture);
        stream.Position = start;
        stream.Write(text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        File.Delete(stream.Name);
    }

    /// <summary>The options that repeat what ended earlier processes, which left their marks below a folder.</summary>
    public static IReadOnlyList<string> Left(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(IsFree).Select(File.ReadAllText)]
        : [];

    // A process that is alive still writes its mark.
    private static bool IsFree(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
