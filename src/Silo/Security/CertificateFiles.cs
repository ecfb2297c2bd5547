using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SteerScope.Silo.Security;

/// <summary>Reads the files of <c>--tls-cert</c>, <c>--tls-key</c> and <c>--tls-ca</c>.</summary>
internal static class CertificateFiles
{
    /// <summary>Environment variable with the password of a PFX file.</summary>
    public const string PasswordVariable = "STEERSCOPE_TLS_PASSWORD";

    /// <summary>Reads TLS from files.</summary>
    /// <param name="certificate">PEM, with the chain to the authority where there is one, or PFX; null for a client without one.</param>
    /// <param name="key">PEM; null where the key is in the certificate's file.</param>
    /// <param name="authority">PEM, one or more certificates.</param>
    /// <exception cref="InputException">A file is missing or is not what it should be.</exception>
    public static ClusterTls Load(string? certificate, string? key, string authority)
    {
        var authorities = Read("--tls-ca", authority, () =>
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(authority);
            return found;
        });
        if (authorities.Count == 0)
        {
            throw new InputException($"--tls-ca {authority} holds no certificate; it should be a PEM file with that of the cluster's authority.");
        }

        if (certificate is null)
        {
            return new ClusterTls(authorities, certificate: null);
        }

        var (own, intermediates) = Path.GetExtension(certificate).ToUpperInvariant() is ".PFX" or ".P12"
            ? ReadPfx(certificate)
            : ReadPem(certificate, key);
        return own.HasPrivateKey
            ? new ClusterTls(authorities, own, intermediates)
            : throw new InputException($"--tls-cert {certificate} holds no private key; --tls-key should name the file with it.");
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Intermediates) ReadPem(string path, string? key) => Read("--tls-cert", path, () =>
    {
        // A key that does not belong to the certificate is found here.
        var own = X509Certificate2.CreateFromPemFile(path, key);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(path);
        return (Usable(own), Others(all, other => !other.RawData.AsSpan().SequenceEqual(own.RawData)));
    });

    private static (X509Certificate2 Own, X509Certificate2Collection Intermediates) ReadPfx(string path) => Read("--tls-cert", path, () =>
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, Environment.GetEnvironmentVariable(PasswordVariable));
        var own = all.FirstOrDefault(found => found.HasPrivateKey)
            ?? throw new InputException($"--tls-cert {path} holds no private key; it should be a PFX file with a certificate and its key.");
        return (own, Others(all, found => !ReferenceEquals(found, own)));
    });

    private static X509Certificate2Collection Others(X509Certificate2Collection all, Func<X509Certificate2, bool> which)
    {
        var others = new X509Certificate2Collection();
        others.AddRange(all.Where(which).ToArray());
        return others;
    }

    // Windows' TLS does not take keys that are only in memory.
    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null) : certificate;

    private static T Read<T>(string option, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {path} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InputException($"{option} {path} is not what it should be: {e.Message.TrimEnd('.')}; it should be PEM, or PFX with its password in {PasswordVariable}.", e);
        }
    }
}
