namespace SteerScope.Artifacts;

/// <summary>A folder that belongs to one process at a time: a file that is held open, which the system lets go when the process dies.</summary>
internal static class FolderLock
{
    // EAGAIN on Linux, on macOS, and a sharing violation on Windows: the only error of opening the lock that means "held".
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Makes the folder and takes it; null when another process holds it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static FileStream? TryHold(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }
}
