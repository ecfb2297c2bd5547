using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Tests.Support;

/// <summary>An authority of a test's own, and what it signs.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        Authority = request.CreateSelfSigned(Now.AddDays(-100), Now.AddDays(100));
    }

    /// <summary>The authority's certificate, with its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>A certificate for silos: good for both sides of a connection.</summary>
    public X509Certificate2 Silo(int validFromDay = -1, int validToDay = 10) => Sign("CN=silo", validFromDay, validToDay, "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

    /// <summary>A certificate for clients.</summary>
    public X509Certificate2 Client() => Sign("CN=client", -1, 10, "1.3.6.1.5.5.7.3.2");

    /// <summary>TLS that trusts this authority.</summary>
    public ClusterTls Tls(X509Certificate2? certificate) => new([X509CertificateLoader.LoadCertificate(Authority.RawData)], certificate);

    /// <inheritdoc/>
    public void Dispose() => Authority.Dispose();

    private X509Certificate2 Sign(string name, int validFromDay, int validToDay, params string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. uses.Select(use => new Oid(use))], critical: false));
        using var signed = request.Create(Authority, Now.AddDays(validFromDay), Now.AddDays(validToDay), RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }
}
