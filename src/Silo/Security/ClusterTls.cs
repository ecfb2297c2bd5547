using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SteerScope.Silo.Security;

/// <summary>
/// TLS by a certificate authority that belongs to the cluster. A peer is who its certificate's signature says: names are
/// not compared, since silos are addressed by numbers that change.
/// </summary>
public sealed class ClusterTls
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly SslStreamCertificateContext? _own;
    private readonly X509Certificate2Collection _authorities;

    /// <summary>TLS with loaded certificates.</summary>
    /// <param name="authorities">The authorities that sign this cluster's certificates; no other is trusted.</param>
    /// <param name="certificate">This side's certificate with its key; null for a client without one.</param>
    /// <param name="intermediates">Certificates between the two, which are sent along.</param>
    public ClusterTls(X509Certificate2Collection authorities, X509Certificate2? certificate, X509Certificate2Collection? intermediates = null)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        _authorities = authorities;
        Certificate = certificate;
        _own = certificate is null ? null : SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }

    /// <summary>This side's certificate; null for a client without one.</summary>
    public X509Certificate2? Certificate { get; }

    internal PeerCheck Check(bool required, bool asServer, bool asClient) => new(_authorities, required, asServer, asClient);

    internal SslServerAuthenticationOptions ServerOptions() => new()
    {
        ServerCertificateContext = _own ?? throw new InvalidOperationException("A silo needs a certificate."),
        ClientCertificateRequired = true,
        EnabledSslProtocols = Protocols,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };

    internal SslClientAuthenticationOptions ClientOptions() => new()
    {
        TargetHost = "steerscope",
        ClientCertificateContext = _own,
        EnabledSslProtocols = Protocols,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };
}
