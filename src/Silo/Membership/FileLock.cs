namespace SteerScope.Silo.Membership;

/// <summary>
/// Exclusive right to change the files of a folder, taken for the few milliseconds of a change: an open lock file that
/// the system gives back when its process dies. It is the <c>flock</c> of the file system, so that it works between
/// machines where that does (NFS, Lustre mounted with <c>flock</c>).
/// </summary>
internal sealed class FileLock(string path, TimeSpan patience, TimeProvider? time = null)
{
    // EAGAIN on Linux, on macOS, and a sharing violation on Windows: the only error of opening the lock that means "held".
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The lock file.</summary>
    public string Path => path;

    /// <summary>Takes the lock; disposing of the result gives it back.</summary>
    /// <exception cref="TimeoutException">Somebody held it for longer than the patience.</exception>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellation = default)
    {
        var begun = _time.GetTimestamp();
        for (var pause = 1; ; pause = Math.Min(2 * pause, 64))
        {
            if (TryAcquire() is { } held)
            {
                return held;
            }

            if (_time.GetElapsedTime(begun) >= patience)
            {
                throw new TimeoutException($"{path} was held by another process for {patience.TotalSeconds:0.#} seconds; a member of the cluster hangs or its file server does.");
            }

            // Uneven pauses, so that waiters do not come back together.
            await Task.Delay(TimeSpan.FromMilliseconds(pause + Random.Shared.Next(pause + 1)), _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Checks that the file system does exclude a second holder, which some mounts only pretend.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public async Task VerifyAsync(CancellationToken cancellation = default)
    {
        using var held = await AcquireAsync(cancellation).ConfigureAwait(false);
        using var second = TryAcquire();
        if (second is not null)
        {
            throw new InputException(
                $"{path}: the file system does not lock files, so that members would overwrite each other; mount it with locks (NFS: without nolock, Lustre: flock), or use a postgres:// cluster.");
        }
    }

    private FileStream? TryAcquire()
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }
}
