using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SteerScope.Silo.Security;

/// <summary>Checks one peer's certificate, and remembers in words what was wrong with it.</summary>
/// <param name="authorities">Who may have signed it.</param>
/// <param name="required">Whether a peer without one is refused.</param>
/// <param name="asServer">Whether it must be good for servers: silos' are, clients' need not be.</param>
/// <param name="asClient">Whether it must be good for clients.</param>
internal sealed class PeerCheck(X509Certificate2Collection authorities, bool required, bool asServer, bool asClient)
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    /// <summary>What was wrong, as the end of a sentence that begins with the peer; null while nothing was.</summary>
    public string? Problem { get; private set; }

    /// <summary>For <see cref="SslStream"/>.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            Problem = required ? "it showed no certificate; it should be given one that the cluster's authority signed (--tls-cert, --tls-key)." : null;
            return !required;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        if (asServer)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(ServerUse);
        }

        if (asClient)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(ClientUse);
        }

        var shown = certificate as X509Certificate2 ?? new X509Certificate2(certificate);
        if (chain.Build(shown))
        {
            return true;
        }

        var statuses = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        Problem = statuses switch
        {
            _ when statuses.HasFlag(X509ChainStatusFlags.NotTimeValid) =>
                $"its certificate ({shown.Subject}) is valid from {shown.NotBefore.ToUniversalTime():u} to {shown.NotAfter.ToUniversalTime():u} only.",
            _ when statuses.HasFlag(X509ChainStatusFlags.NotValidForUsage) =>
                $"its certificate ({shown.Subject}) is not one for {(asServer ? "silos" : "clients")}.",
            _ => $"its certificate ({shown.Subject}) was not signed by an authority of --tls-ca.",
        };
        return false;
    }
}
