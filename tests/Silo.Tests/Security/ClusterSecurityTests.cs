using System.Net;
using System.Security.Cryptography.X509Certificates;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Security;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Security;

public sealed class ClusterSecurityTests : IDisposable
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.1");

    private readonly TempFolder _folder = new();
    private readonly TestCertificates _certificates = new();
    private readonly string _authority;
    private readonly string _certificate;
    private readonly string _key;

    public ClusterSecurityTests()
    {
        using var silo = _certificates.Silo();
        _authority = Write("ca.pem", _certificates.Authority.ExportCertificatePem());
        _certificate = Write("silo.pem", silo.ExportCertificatePem());
        _key = Write("silo.key", silo.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Load_NothingGiven_IsNothing()
    {
        var security = ClusterSecurity.Load(null, null, null, null);

        Assert.Null(security.Tls);
        Assert.Null(security.Secret);
    }

    [Fact]
    public async Task Load_PemFiles_AreGoodForAConnection()
    {
        var security = ClusterSecurity.Load(_certificate, _key, _authority, Write("secret", "0123456789abcdef\n"));

        Assert.True(security.Tls!.Certificate!.HasPrivateKey);
        await using var connection = new TestConnection();
        var (connecting, accepting) = await connection.OpenAsync(security, security, ConnectionKind.Silo);
        Assert.NotNull(connecting);
        Assert.NotNull(accepting);
    }

    [Fact]
    public void Load_CertificateAndKeyInOneFile_NeedsNoKeyFile()
    {
        var both = Write("both.pem", File.ReadAllText(_certificate) + "\n" + File.ReadAllText(_key));

        Assert.True(ClusterSecurity.Load(both, null, _authority, null).Tls!.Certificate!.HasPrivateKey);
    }

    [Fact]
    public void Load_PfxFile_HasItsKey()
    {
        using var silo = _certificates.Silo();
        var pfx = _folder["silo.pfx"];
        File.WriteAllBytes(pfx, silo.Export(X509ContentType.Pfx));

        Assert.True(ClusterSecurity.Load(pfx, null, _authority, null).Tls!.Certificate!.HasPrivateKey);
    }

    [Fact]
    public void Load_ClientWithAuthorityOnly_HasNoCertificate() =>
        Assert.Null(ClusterSecurity.Load(null, null, _authority, null).Tls!.Certificate);

    [Fact]
    public void Load_WhatIsMissingOrWrong_IsOneSentenceWithOptionAndFile()
    {
        var text = Write("text.pem", "no certificate");
        using var other = _certificates.Silo();
        var otherKey = Write("other.key", other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        (string Part, Func<ClusterSecurity> Load)[] cases =
        [
            ("--tls-cert lacks --tls-ca", () => ClusterSecurity.Load(_certificate, _key, null, null)),
            ("--tls-key lacks --tls-cert", () => ClusterSecurity.Load(null, _key, _authority, null)),
            ("--tls-ca " + _folder["none"], () => ClusterSecurity.Load(_certificate, _key, _folder["none"], null)),
            ("--tls-ca " + text, () => ClusterSecurity.Load(_certificate, _key, text, null)),
            ("--tls-cert " + _folder["none"], () => ClusterSecurity.Load(_folder["none"], _key, _authority, null)),
            ("--tls-cert " + text, () => ClusterSecurity.Load(text, _key, _authority, null)),
            ("--tls-cert " + _certificate, () => ClusterSecurity.Load(_certificate, null, _authority, null)),
            ("--tls-cert " + _certificate, () => ClusterSecurity.Load(_certificate, otherKey, _authority, null)),
            ("--tls-cert", () => ClusterSecurity.Load(Write("bad.pfx", "x"), null, _authority, null)),
            ("--secret-file " + _folder["none"], () => ClusterSecurity.Load(null, null, null, _folder["none"])),
            ("--secret-file", () => ClusterSecurity.Load(null, null, null, Write("short", "  tooshort  \n"))),
            ("--secret-file", () => ClusterSecurity.Load(null, null, null, Write("long", new string('x', 10_000)))),
        ];

        Assert.All(cases, one =>
        {
            var error = Assert.Throws<InputException>(one.Load);
            Assert.StartsWith(one.Part, error.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("localhost", false, false, true)]
    [InlineData("file:///shared", false, false, true)]
    [InlineData("file:///shared", false, true, true)]
    [InlineData("file:///shared", true, false, true)]
    public void Require_Loopback_NeedsNothing(string address, bool tls, bool secret, bool loopback) =>
        Require(address, tls, secret, loopback);

    [Theory]
    [InlineData("file:///shared", true, false)]
    [InlineData("file:///shared", true, true)]
    [InlineData("postgres://db/steer", true, true)]
    public void Require_ElsewhereWithTls_IsEnough(string address, bool tls, bool secret) =>
        Require(address, tls, secret, loopback: false);

    [Theory]
    [InlineData("file:///shared", false, false, "--tls-cert")]
    [InlineData("file:///shared", false, true, "--tls-cert")]
    [InlineData("postgres://me:topsecret@db/steer", false, true, "--tls-cert")]
    [InlineData("localhost", true, true, "stays on this machine")]
    public void Require_ElsewhereWithoutTls_IsRefused(string address, bool tls, bool secret, string part)
    {
        var error = Assert.Throws<InputException>(() => Require(address, tls, secret, loopback: false));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_AdvertisedElsewhereButBoundToLoopback_IsRefused() =>
        Assert.Throws<InputException>(() => ClusterSecurity.None.Require(ClusterAddress.Parse("file:///shared"), new SiloEndpoint(IPAddress.Loopback, Elsewhere, 1, 2)));

    [Fact]
    public void Require_SiloWithoutCertificate_IsRefused() =>
        Assert.Throws<InputException>(() => ClusterSecurity.Load(null, null, _authority, null)
            .Require(ClusterAddress.Parse("file:///shared"), SiloEndpoint.Choose(null, null, null, null)));

    private void Require(string address, bool tls, bool secret, bool loopback)
    {
        var security = new ClusterSecurity
        {
            Tls = tls ? _certificates.Tls(_certificates.Silo()) : null,
            Secret = secret ? new SharedSecret(new byte[32]) : null,
        };
        var bind = loopback ? IPAddress.Loopback : Elsewhere;
        security.Require(ClusterAddress.Parse(address), new SiloEndpoint(bind, bind, 1, 2));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }
}
