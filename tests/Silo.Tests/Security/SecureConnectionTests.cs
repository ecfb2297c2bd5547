using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography;
using SteerScope.Silo.Security;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Security;

public sealed class SecureConnectionTests : IDisposable
{
    private static readonly SharedSecret Secret = new("the secret of this cluster"u8);

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    public static TheoryData<bool, bool> Means => new() { { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Means))]
    public async Task Open_SameSecurity_CarriesMegabytesBothWaysWithoutLosingAByte(bool tls, bool secret)
    {
        await using var connection = new TestConnection();
        var (connecting, accepting) = await connection.OpenAsync(Client(tls, secret), Silo(tls, secret));

        var forth = RandomNumberGenerator.GetBytes(5_000_001);
        var back = RandomNumberGenerator.GetBytes(3_000_003);
        var sending = Task.WhenAll(SendAsync(connecting!.Output, forth), SendAsync(accepting!.Output, back));
        var received = await Task.WhenAll(ReceiveAsync(accepting.Input, forth.Length), ReceiveAsync(connecting.Input, back.Length));
        await sending;

        Assert.Equal(forth, received[0]);
        Assert.Equal(back, received[1]);
    }

    [Fact]
    public async Task Open_Tls_SendsNothingReadable()
    {
        await using var connection = new TestConnection();
        var (connecting, accepting) = await connection.OpenAsync(Client(tls: true, secret: true), Silo(tls: true, secret: true));
        var plain = new byte[10_000];
        Array.Fill(plain, (byte)'x');

        await SendAsync(connecting!.Output, plain);

        var sent = await connection.Forth.Reader.ReadAsync();
        Assert.Equal(-1, sent.Buffer.ToArray().AsSpan().IndexOf("xxxx"u8));
        connection.Forth.Reader.AdvanceTo(sent.Buffer.Start);
        Assert.Equal(plain, await ReceiveAsync(accepting!.Input, plain.Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_NobodyReads_WaitsForTheReader(bool tls)
    {
        await using var connection = new TestConnection();
        var (connecting, accepting) = await connection.OpenAsync(Client(tls, secret: true), Silo(tls, secret: true));
        var bytes = RandomNumberGenerator.GetBytes(1_000_000);

        var sending = SendAsync(connecting!.Output, bytes);
        var held = await connection.Forth.Reader.ReadAtLeastAsync(64 * 1024);

        // Full: the writer goes on only when somebody reads, and no more than a record or a segment beyond it was taken.
        Assert.False(sending.IsCompleted);
        Assert.InRange(held.Buffer.Length, 64 * 1024, 200_000);
        connection.Forth.Reader.AdvanceTo(held.Buffer.Start);
        Assert.Equal(bytes, await ReceiveAsync(accepting!.Input, bytes.Length));
        await sending;
    }

    [Fact]
    public async Task Open_OtherSecret_IsRefusedByTheSilo()
    {
        var other = new ClusterSecurity { Secret = new SharedSecret("another secret altogether"u8) };

        var error = await RefusedAsync(other, Silo(tls: false, secret: true));

        Assert.Contains("refused the shared secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SecretOnOneSideOnly_IsRefused()
    {
        await using var without = new TestConnection();
        var accepting = without.AcceptAsync(Silo(tls: false, secret: true));
        await without.Forth.Writer.WriteAsync(new byte[200]);
        Assert.Null(await accepting);

        await using var with = new TestConnection();
        var connecting = with.ConnectAsync(Client(tls: false, secret: true));
        await with.Back.Writer.WriteAsync(new byte[200]);
        var error = await Assert.ThrowsAsync<HandshakeException>(() => connecting);
        Assert.Contains("--secret-file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SiloThatOnlyRepeatsWhatItHears_IsNotBelieved()
    {
        await using var connection = new TestConnection();
        var connecting = connection.ConnectAsync(Client(tls: false, secret: true));

        // The same number and the same proof back, with the verdict "accepted" before it.
        var hello = await ReceiveAsync(connection.Forth.Reader, 40);
        await connection.Back.Writer.WriteAsync(hello);
        var proof = await ReceiveAsync(connection.Forth.Reader, 32);
        await connection.Back.Writer.WriteAsync(new byte[] { 1 }.Concat(proof).ToArray());

        var error = await Assert.ThrowsAsync<HandshakeException>(() => connecting);
        Assert.Contains("does not know the shared secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ProofForAGatewayAtASiloPort_IsRefused()
    {
        await using var connection = new TestConnection();
        var accepting = connection.AcceptAsync(Silo(tls: false, secret: true), ConnectionKind.Silo);

        await Assert.ThrowsAsync<HandshakeException>(() => connection.ConnectAsync(Client(tls: false, secret: true), ConnectionKind.Gateway));

        Assert.Null(await accepting);
    }

    // Somebody with a certificate of the same authority stands between: two TLS channels, the secret's bytes passed on.
    [Fact]
    public async Task Open_SecretIsRelayedThroughAnotherTlsChannel_IsRefused()
    {
        await using var toClient = new TestConnection();
        await using var toSilo = new TestConnection();
        var middle = new ClusterSecurity { Tls = _certificates.Tls(_certificates.Silo()) };
        var silo = toSilo.AcceptAsync(Silo(tls: true, secret: true));
        var client = toClient.ConnectAsync(Silo(tls: true, secret: true));
        var fromClient = (await toClient.AcceptAsync(middle))!;
        var fromSilo = (await toSilo.ConnectAsync(middle))!;

        _ = fromClient.Input.CopyToAsync(fromSilo.Output);
        _ = fromSilo.Input.CopyToAsync(fromClient.Output);

        var error = await Assert.ThrowsAsync<HandshakeException>(() => client);
        Assert.Contains("refused the shared secret", error.Message, StringComparison.Ordinal);
        Assert.Null(await silo);
    }

    [Fact]
    public async Task Open_PlainClientAtATlsSilo_IsRefusedByBoth()
    {
        var error = await RefusedAsync(Client(tls: false, secret: true), Silo(tls: true, secret: true));

        Assert.Contains("ended the connection", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TlsClientAtAPlainSilo_IsRefusedByBoth() =>
        await RefusedAsync(Client(tls: true, secret: true), Silo(tls: false, secret: true));

    [Fact]
    public async Task Open_SiloOfAnotherAuthority_IsRefusedByTheClient()
    {
        using var others = new TestCertificates();
        var silo = new ClusterSecurity { Tls = others.Tls(others.Silo()), Secret = Secret };

        var error = await RefusedAsync(Client(tls: true, secret: true), silo);

        Assert.Contains("not signed by an authority of --tls-ca", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-20, -10)]
    [InlineData(10, 20)]
    public async Task Open_SilosCertificateIsNotValidToday_IsRefusedByTheClient(int from, int to)
    {
        var silo = new ClusterSecurity { Tls = _certificates.Tls(_certificates.Silo(from, to)), Secret = Secret };

        var error = await RefusedAsync(Client(tls: true, secret: true), silo);

        Assert.Contains("is valid from", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SiloWithAClientsCertificate_IsRefusedByTheClient()
    {
        var silo = new ClusterSecurity { Tls = _certificates.Tls(_certificates.Client()), Secret = Secret };

        var error = await RefusedAsync(Client(tls: true, secret: true), silo);

        Assert.Contains("is not one for silos", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ClientWithoutCertificateWhereThereIsNoSecret_IsRefusedByTheSilo()
    {
        var silo = Silo(tls: true, secret: false);
        var client = new ClusterSecurity { Tls = _certificates.Tls(certificate: null) };

        Assert.False(await AcceptedAsync(client, silo, ConnectionKind.Gateway));
        Assert.True(await AcceptedAsync(client with { Secret = Secret }, silo with { Secret = Secret }, ConnectionKind.Gateway));
        Assert.True(await AcceptedAsync(Client(tls: true, secret: false), silo, ConnectionKind.Gateway));
    }

    [Fact]
    public async Task Open_ClientsCertificateAtASiloPort_IsRefusedBySecretOrNot()
    {
        Assert.False(await AcceptedAsync(Client(tls: true, secret: true), Silo(tls: true, secret: true), ConnectionKind.Silo));
        Assert.True(await AcceptedAsync(Silo(tls: true, secret: true), Silo(tls: true, secret: true), ConnectionKind.Silo));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public async Task Accept_PeerSendsSlowlyOrNothing_IsDroppedAtTheTimeLimit(bool tls, bool secret)
    {
        var time = new ManualTime();
        foreach (var bytes in new[] { 0, 1, 7 })
        {
            await using var connection = new TestConnection(time);
            var accepting = connection.AcceptAsync(Silo(tls, secret));
            await connection.Forth.Writer.WriteAsync(tls ? new byte[] { 22, 3, 1, 1, 0, 1, 0 }.AsMemory(0, bytes) : "STEERSC"u8.ToArray().AsMemory(0, bytes));
            time.Advance(TimeSpan.FromSeconds(4.9));
            Assert.False(accepting.IsCompleted);

            time.Advance(TimeSpan.FromSeconds(0.2));

            Assert.Null(await accepting.WaitAsync(TimeSpan.FromSeconds(30)));
            await connection.AcceptingClosed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Connect_SiloDoesNotAnswer_SaysThatItTookTooLong()
    {
        var time = new ManualTime();
        await using var connection = new TestConnection(time);
        var connecting = connection.ConnectAsync(Client(tls: false, secret: true));
        await connection.Forth.Reader.ReadAtLeastAsync(40);

        time.Advance(TimeSpan.FromSeconds(6));

        var error = await Assert.ThrowsAsync<HandshakeException>(() => connecting);
        Assert.Contains("longer than 5 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AnotherMachineWithoutTls_SendsNothing()
    {
        await using var connection = new TestConnection(remote: IPAddress.Parse("192.0.2.1"));

        var error = await Assert.ThrowsAsync<HandshakeException>(() => connection.ConnectAsync(Client(tls: false, secret: true)));

        Assert.Contains("--tls-ca", error.Message, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", error.Message, StringComparison.Ordinal);
        Assert.False(connection.Forth.Reader.TryRead(out var sent) && sent.Buffer.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Means))]
    public async Task Accept_PeerConnectsAndLeaves_EndsQuietly(bool tls, bool secret)
    {
        await using var connection = new TestConnection();
        await connection.Forth.Writer.CompleteAsync();

        Assert.Null(await connection.AcceptAsync(Silo(tls, secret)));
        Assert.False(connection.Accepting.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public async Task Open_BytesRightBehindTheHandshake_ArriveInFull()
    {
        await using var connection = new TestConnection();
        var (connecting, accepting) = await connection.OpenAsync(Client(tls: false, secret: true), Silo(tls: false, secret: true));
        await SendAsync(connecting!.Output, [1, 2, 3]);
        await SendAsync(accepting!.Output, [4, 5]);

        Assert.Equal([1, 2, 3], await ReceiveAsync(accepting.Input, 3));
        Assert.Equal([4, 5], await ReceiveAsync(connecting.Input, 2));
    }

    private ClusterSecurity Silo(bool tls, bool secret) => Security(tls, secret, _certificates.Silo);

    private ClusterSecurity Client(bool tls, bool secret) => Security(tls, secret, (_, _) => _certificates.Client());

    private ClusterSecurity Security(bool tls, bool secret, Func<int, int, System.Security.Cryptography.X509Certificates.X509Certificate2> certificate) => new()
    {
        Tls = tls ? _certificates.Tls(certificate(-1, 10)) : null,
        Secret = secret ? Secret : null,
    };

    private static async Task<HandshakeException> RefusedAsync(ClusterSecurity client, ClusterSecurity silo)
    {
        await using var connection = new TestConnection();
        var accepting = connection.AcceptAsync(silo);
        var error = await Assert.ThrowsAsync<HandshakeException>(() => connection.ConnectAsync(client).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Null(await accepting.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.StartsWith("The silo at", error.Message, StringComparison.Ordinal);
        return error;
    }

    // TLS 1.3 lets the client believe it is connected before the silo has looked at its certificate.
    private static async Task<bool> AcceptedAsync(ClusterSecurity client, ClusterSecurity silo, ConnectionKind kind)
    {
        await using var connection = new TestConnection();
        var accepting = connection.AcceptAsync(silo, kind);
        var connecting = connection.ConnectAsync(client, kind);
        var accepted = await accepting.WaitAsync(TimeSpan.FromSeconds(30)) is not null;
        await Record.ExceptionAsync(() => connecting);
        return accepted;
    }

    private static async Task SendAsync(PipeWriter writer, byte[] bytes)
    {
        // As Orleans does: it writes into the pipe's memory, and flushes.
        for (var at = 0; at < bytes.Length;)
        {
            var memory = writer.GetMemory(1);
            var count = Math.Min(memory.Length, bytes.Length - at);
            bytes.AsMemory(at, count).CopyTo(memory);
            writer.Advance(count);
            at += count;
            await writer.FlushAsync();
        }
    }

    private static async Task<byte[]> ReceiveAsync(PipeReader reader, int count)
    {
        var bytes = new List<byte>(count);
        while (bytes.Count < count)
        {
            var read = await reader.ReadAsync();
            var taken = read.Buffer.Slice(0, Math.Min(count - bytes.Count, read.Buffer.Length));
            bytes.AddRange(taken.ToArray());
            reader.AdvanceTo(taken.End);
            Assert.False(read.IsCompleted && bytes.Count < count);
        }

        return [.. bytes];
    }
}
