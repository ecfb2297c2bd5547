using SteerScope.Silo.Membership;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Addresses;

/// <summary>
/// A cluster of one user on one machine: a folder of the temp directory that nobody else can open, with a secret in it,
/// so that other users of the machine cannot join or call.
/// </summary>
internal sealed class LocalhostAddress : IClusterAddress
{
    private readonly ClusterFolder _folder;

    /// <summary>The cluster of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="temp">The temp directory; the user's when left out.</param>
    public LocalhostAddress(string name, string? temp = null)
    {
        ClusterId = name;
        var user = new string([.. Environment.UserName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        _folder = new ClusterFolder(Path.Combine(temp ?? Path.GetTempPath(), $"steerscope-{user}", name));
    }

    /// <inheritdoc/>
    public string ClusterId { get; }

    /// <inheritdoc/>
    public bool OnThisMachine => true;

    /// <summary>Reads <c>localhost[:NAME]</c>.</summary>
    public static LocalhostAddress Parse(string text, string option) =>
        new(text == "localhost" ? ClusterAddress.DefaultName : ClusterAddress.Name(text["localhost:".Length..], option));

    /// <inheritdoc/>
    public async Task<ClusterSecurity> SecureAsync(ClusterSecurity given, CancellationToken cancellation = default)
    {
        if (given.Secret is not null)
        {
            return given;
        }

        await _folder.CreatePrivateAsync(cancellation).ConfigureAwait(false);
        return given with { Secret = new SharedSecret(await _folder.EnsureSecretAsync(cancellation).ConfigureAwait(false)) };
    }

    /// <inheritdoc/>
    public Task PrepareAsync(bool createSchema, CancellationToken cancellation = default) => _folder.CreatePrivateAsync(cancellation);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation = default)
    {
        FolderSetup.Check(_folder, ToString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void ConfigureSilo(ISiloBuilder silo, SiloEndpoint endpoint, ClusterSecurity security)
    {
        ClusterSetup.Configure(silo, ClusterId, endpoint, security, heartbeat: TimeSpan.FromSeconds(3));
        FolderSetup.Configure(silo, _folder, ClusterId);
    }

    /// <inheritdoc/>
    public void ConfigureClient(IClientBuilder client, ClusterSecurity security, TimeSpan? patience = null)
    {
        ClusterSetup.Configure(client, ClusterId, security, patience);
        FolderSetup.Configure(client, _folder, ClusterId);
    }

    /// <inheritdoc/>
    public override string ToString() => ClusterId == ClusterAddress.DefaultName ? "localhost" : $"localhost:{ClusterId}";
}
