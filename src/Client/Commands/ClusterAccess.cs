namespace SteerScope.Client.Commands;

/// <summary>Where a cluster is, and by what a client or a silo shows that it belongs to it.</summary>
/// <param name="Address">As <c>--cluster</c> gives it.</param>
/// <param name="TlsCertificate">Own certificate, PEM or PFX; null for none.</param>
/// <param name="TlsKey">Its key, where it is not in the same file.</param>
/// <param name="TlsAuthority">Certificates that vouch for the others.</param>
/// <param name="SecretFile">File with the shared secret.</param>
internal sealed record ClusterAccess(string Address, string? TlsCertificate, string? TlsKey, string? TlsAuthority, string? SecretFile);
