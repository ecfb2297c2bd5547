using System.Net;
using Orleans.Configuration;
using SteerScope.Silo.Addresses;

namespace SteerScope.Silo.Security;

/// <summary>How the connections of a cluster are secured.</summary>
public sealed record ClusterSecurity
{
    /// <summary>No TLS, no secret: good for one machine only.</summary>
    public static readonly ClusterSecurity None = new();

    /// <summary>TLS; null without it.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>The secret that both sides prove; null without one.</summary>
    public SharedSecret? Secret { get; init; }

    /// <summary>How long a peer may take over TLS and the secret together; 5 seconds, as long as Orleans waits for a connection.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads what the options name.</summary>
    /// <param name="certificate"><c>--tls-cert</c>: PEM or PFX.</param>
    /// <param name="key"><c>--tls-key</c>: PEM; may be left out where the certificate's file holds the key.</param>
    /// <param name="authority"><c>--tls-ca</c>: PEM.</param>
    /// <param name="secretFile"><c>--secret-file</c>.</param>
    /// <exception cref="InputException">A file is missing or wrong, or one option lacks another.</exception>
    public static ClusterSecurity Load(string? certificate, string? key, string? authority, string? secretFile)
    {
        if (authority is null && (certificate ?? key) is not null)
        {
            throw new InputException("--tls-cert lacks --tls-ca, the certificate of the authority by which the others of this cluster are known.");
        }

        if (certificate is null && key is not null)
        {
            throw new InputException("--tls-key lacks --tls-cert, the certificate that the key belongs to.");
        }

        return new ClusterSecurity
        {
            Tls = authority is null ? null : CertificateFiles.Load(certificate, key, authority),
            Secret = secretFile is null ? null : SharedSecret.Load(secretFile),
        };
    }

    /// <summary>
    /// Checks that a silo which others can reach is secured: beyond loopback there must be TLS, and clients must prove
    /// themselves by the secret or, without one, by certificates.
    /// </summary>
    /// <exception cref="InputException">It is not; the command ends with exit code 2.</exception>
    public void Require(IClusterAddress address, SiloEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(endpoint);
        if (Tls is { Certificate: null })
        {
            throw new InputException("--tls-ca lacks --tls-cert and --tls-key: a silo shows a certificate to whoever connects.");
        }

        if (endpoint.OnThisMachine)
        {
            return;
        }

        if (address.OnThisMachine)
        {
            throw new InputException($"--cluster {address} stays on this machine and --bind {endpoint.Bind} does not; leave --bind and --advertise out, or use a file:// or postgres:// cluster.");
        }

        if (Tls is null)
        {
            throw new InputException($"--bind {endpoint.Bind} can be reached from other machines, so that this silo needs TLS: --tls-cert, --tls-key and --tls-ca (docs/cluster-setup.md says how to make them).");
        }
    }

    /// <summary>Secures a silo's connections.</summary>
    internal void ConfigureSilo(ISiloBuilder silo)
    {
        if (Tls is null && Secret is null)
        {
            return;
        }

        silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(builder => SecureConnection.Accept(builder, this, ConnectionKind.Silo));
            options.ConfigureSiloOutboundConnection(builder => SecureConnection.Connect(builder, this, ConnectionKind.Silo));
            options.ConfigureGatewayInboundConnection(builder => SecureConnection.Accept(builder, this, ConnectionKind.Gateway));
        });
    }

    /// <summary>Secures a client's connections.</summary>
    internal void ConfigureClient(IClientBuilder client) => client.Configure<ClientConnectionOptions>(options =>
        options.ConfigureConnection(builder => SecureConnection.Connect(builder, this, ConnectionKind.Gateway)));

    /// <summary>Whether bytes may go to an address as they are.</summary>
    internal bool MayGoTo(EndPoint? remote) => Tls is not null || remote is not IPEndPoint { Address: var address } || IPAddress.IsLoopback(address);
}
