namespace SteerScope.Files;

/// <summary>Files that are there whole or not at all, whenever the process ends.</summary>
internal static class WholeFile
{
    /// <summary>Ending of a file that is being written.</summary>
    public const string Staged = ".inprogress";

    /// <summary>Creates or replaces a file; what is written is on the disk before it takes the name.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var staged = path + Staged;
        try
        {
            using (var stream = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(staged, path, overwrite: true);
        }
        catch
        {
            File.Delete(staged);
            throw;
        }
    }

    /// <summary>Waits until a file that is already written is on the disk.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }
}
