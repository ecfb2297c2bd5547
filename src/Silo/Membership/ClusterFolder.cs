using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace SteerScope.Silo.Membership;

/// <summary>The files of a cluster that needs no database: <c>members.json</c>, <c>grains/</c>, their locks, and the secret of a private one.</summary>
internal sealed class ClusterFolder(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int SecretBytes = 32;

    /// <summary>How long a change waits for others before it fails; Orleans then tries again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Absolute path.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The members.</summary>
    public string Members => Path.Combine(Root, "members.json");

    /// <summary>The states of grains.</summary>
    public string Grains => Path.Combine(Root, "grains");

    private string Secret => Path.Combine(Root, "secret");

    /// <summary>The lock of the members' file.</summary>
    public FileLock MembersLock() => new(Path.Combine(Root, "members.lock"), Patience);

    /// <summary>The lock of the grains' states.</summary>
    public FileLock GrainsLock() => new(Path.Combine(Root, "grains.lock"), Patience);

    /// <summary>Creates what is missing of the folder and checks that its locks exclude.</summary>
    /// <exception cref="InputException">It cannot be written, or does not lock.</exception>
    public async Task CreateAsync(CancellationToken cancellation = default)
    {
        try
        {
            Directory.CreateDirectory(Grains);
            await MembersLock().VerifyAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Root} cannot be written: {e.Message.TrimEnd('.')}; the folder of a file:// cluster should be one that every silo can write.", e);
        }
    }

    /// <summary>Creates the folder and the one above it, both closed to everybody but their owner.</summary>
    /// <exception cref="InputException">One of them is somebody else's.</exception>
    public async Task CreatePrivateAsync(CancellationToken cancellation = default)
    {
        if (!OperatingSystem.IsWindows())
        {
            Close(new DirectoryInfo(Path.GetDirectoryName(Root)!));
            Close(new DirectoryInfo(Root));
        }

        await CreateAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The secret; made when there is none.</summary>
    public async Task<byte[]> EnsureSecretAsync(CancellationToken cancellation = default)
    {
        using (await GrainsLock().AcquireAsync(cancellation).ConfigureAwait(false))
        {
            if (TryReadSecret() is { } known)
            {
                return known;
            }

            var made = RandomNumberGenerator.GetBytes(SecretBytes);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var staged = Secret + ".inprogress";
            File.Delete(staged);
            using (var stream = new FileStream(staged, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(made)));
                stream.Flush(flushToDisk: true);
            }

            File.Move(staged, Secret, overwrite: true);
            return made;
        }
    }

    /// <summary>The secret; null when there is none.</summary>
    public byte[]? TryReadSecret()
    {
        try
        {
            var text = File.ReadAllText(Secret);
            return text.Length == 2 * SecretBytes && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Keeps the files of a living cluster from looking forgotten: temp folders are swept of what nobody changed for days.</summary>
    public void Touch()
    {
        foreach (var file in new[] { Secret, MembersLock().Path, GrainsLock().Path })
        {
            try
            {
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Held by another member or not there: it is not forgotten, or not needed.
            }
        }
    }

    // Only its owner may change a folder's mode, so that setting it also tells whose it is; a link could point anywhere.
    [UnsupportedOSPlatform("windows")]
    private static void Close(DirectoryInfo folder)
    {
        try
        {
            Directory.CreateDirectory(folder.FullName, OwnerOnly);
            if (folder.LinkTarget is not null)
            {
                throw new InputException($"{folder.FullName} is a link, and could be anybody's; delete it, or set TMPDIR to a folder of your own.");
            }

            File.SetUnixFileMode(folder.FullName, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder.FullName} cannot be closed to others: {e.Message.TrimEnd('.')}; set TMPDIR to a folder of your own.", e);
        }
    }
}
