using System.CommandLine;

namespace SteerScope.Client.Commands;

/// <summary>Options that name a cluster.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _address = new("--cluster") { Description = "the cluster: localhost, file:///shared/folder or postgres://user@host/database", HelpName = "ADDRESS" };
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "own certificate, PEM or PFX", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "the certificate's key, where it is in a file of its own", HelpName = "FILE" };
    private readonly Option<string?> _authority = new("--tls-ca") { Description = "certificates that vouch for the cluster's members", HelpName = "FILE" };
    private readonly Option<string?> _secret = new("--secret-file") { Description = "file with the cluster's shared secret", HelpName = "FILE" };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_address);
        command.Add(_certificate);
        command.Add(_key);
        command.Add(_authority);
        command.Add(_secret);
    }

    /// <summary>The cluster; null when none is named.</summary>
    public ClusterAccess? Find(ParseResult parse) => parse.GetValue(_address) is { } address
        ? new ClusterAccess(address, parse.GetValue(_certificate), parse.GetValue(_key), parse.GetValue(_authority), parse.GetValue(_secret))
        : null;

    /// <summary>The cluster.</summary>
    /// <exception cref="InputException">None is named.</exception>
    public ClusterAccess Require(ParseResult parse) =>
        Find(parse) ?? throw new InputException("--cluster is missing; it should name the cluster, such as localhost.");
}
