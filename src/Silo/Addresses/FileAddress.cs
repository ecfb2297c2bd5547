using SteerScope.Silo.Membership;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Addresses;

/// <summary>A cluster whose members meet in a folder that all of them can write, such as one of NFS or Lustre: no database.</summary>
internal sealed class FileAddress : IClusterAddress
{
    private readonly ClusterFolder _folder;

    /// <summary>The cluster in a folder.</summary>
    public FileAddress(string folder, string clusterId)
    {
        ClusterId = clusterId;
        _folder = new ClusterFolder(folder);
    }

    /// <inheritdoc/>
    public string ClusterId { get; }

    /// <inheritdoc/>
    public bool OnThisMachine => false;

    /// <summary>Reads <c>file:///path[?cluster=NAME]</c>.</summary>
    public static FileAddress Parse(string text, string option)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length > 0 || uri.LocalPath.Length < 2 || uri.Fragment.Length > 0)
        {
            throw new InputException($"{option} {text} should name the full path of a folder after three slashes, as file:///shared/folder.");
        }

        var query = ClusterAddress.Query(uri);
        var name = query.Remove("cluster", out var given) ? ClusterAddress.Name(given, option) : ClusterAddress.DefaultName;
        return query.Count == 0
            ? new FileAddress(uri.LocalPath, name)
            : throw new InputException($"{option}: a file:// cluster has no option '{query.Keys.First()}'; it has cluster=NAME.");
    }

    /// <inheritdoc/>
    public Task<ClusterSecurity> SecureAsync(ClusterSecurity given, CancellationToken cancellation = default) => Task.FromResult(given);

    /// <inheritdoc/>
    public Task PrepareAsync(bool createSchema, CancellationToken cancellation = default) => _folder.CreateAsync(cancellation);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation = default)
    {
        FolderSetup.Check(_folder, ToString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void ConfigureSilo(ISiloBuilder silo, SiloEndpoint endpoint, ClusterSecurity security)
    {
        ClusterSetup.Configure(silo, ClusterId, endpoint, security, heartbeat: TimeSpan.FromSeconds(5));
        FolderSetup.Configure(silo, _folder, ClusterId);
    }

    /// <inheritdoc/>
    public void ConfigureClient(IClientBuilder client, ClusterSecurity security, TimeSpan? patience = null)
    {
        ClusterSetup.Configure(client, ClusterId, security, patience);
        FolderSetup.Configure(client, _folder, ClusterId);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        new Uri(_folder.Root).AbsoluteUri + (ClusterId == ClusterAddress.DefaultName ? "" : $"?cluster={ClusterId}");
}
