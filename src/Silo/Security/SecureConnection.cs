using System.IO.Pipelines;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SteerScope.Silo.Security;

/// <summary>
/// What stands between a socket and Orleans: TLS, then the proof of the shared secret, both within one time limit. Orleans
/// sees a connection only after both.
/// </summary>
internal sealed partial class SecureConnection
{
    private readonly ConnectionDelegate _next;
    private readonly ClusterSecurity _security;
    private readonly ConnectionKind _kind;
    private readonly bool _accepts;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    private SecureConnection(ConnectionDelegate next, ClusterSecurity security, ConnectionKind kind, bool accepts, IServiceProvider services)
    {
        _next = next;
        _security = security;
        _kind = kind;
        _accepts = accepts;
        _logger = services.GetRequiredService<ILogger<SecureConnection>>();
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    }

    /// <summary>Secures connections that come in.</summary>
    public static void Accept(IConnectionBuilder builder, ClusterSecurity security, ConnectionKind kind) =>
        builder.Use(next => new SecureConnection(next, security, kind, accepts: true, builder.ApplicationServices).RunAsync);

    /// <summary>Secures connections that go out.</summary>
    public static void Connect(IConnectionBuilder builder, ClusterSecurity security, ConnectionKind kind) =>
        builder.Use(next => new SecureConnection(next, security, kind, accepts: false, builder.ApplicationServices).RunAsync);

    private async Task RunAsync(ConnectionContext context)
    {
        var below = context.Transport;
        var check = _security.Tls?.Check(
            required: !_accepts || _kind == ConnectionKind.Silo || _security.Secret is null,
            asServer: !_accepts || _kind == ConnectionKind.Silo,
            asClient: _accepts);
        var tls = check is null ? null : new TlsPipe(below, check.Validate);
        try
        {
            if (!await ShakeHandsAsync(context, tls, check).ConfigureAwait(false))
            {
                return;
            }

            context.Transport = tls ?? below;
            await _next(context).ConfigureAwait(false);
        }
        finally
        {
            // Orleans completes what the context names: that must be the socket's own pipe again.
            context.Transport = below;
            if (tls is not null)
            {
                await tls.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> ShakeHandsAsync(ConnectionContext context, TlsPipe? tls, PeerCheck? check)
    {
        using var limit = new CancellationTokenSource(_security.HandshakeTimeout, _time);

        // A peer that neither sends nor takes bytes holds up the writing, which no token ends.
        using var abort = limit.Token.UnsafeRegister(state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("The handshake took too long.")), context);
        try
        {
            if (await ExchangeAsync(context, tls, limit.Token).ConfigureAwait(false))
            {
                limit.Token.ThrowIfCancellationRequested();
                return true;
            }

            return false;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // No abort: Orleans closes what is left, after the verdict or alert in the pipe has gone out.
            var problem = Explain(e, check, limit.IsCancellationRequested);
            if (_accepts)
            {
                LogRefused(_logger, context.RemoteEndPoint, problem);
                return false;
            }

            throw new HandshakeException($"The silo at {context.RemoteEndPoint} cannot be talked to: {problem}", e);
        }
    }

    private async Task<bool> ExchangeAsync(ConnectionContext context, TlsPipe? tls, CancellationToken cancellation)
    {
        if (!_accepts && !_security.MayGoTo(context.RemoteEndPoint))
        {
            throw new HandshakeException("it is on another machine, and this side has no TLS; --tls-ca should name the certificate of the cluster's authority.");
        }

        if (tls is not null)
        {
            // Probes of ports connect and leave; they are no failed handshakes.
            if (_accepts && !await SaysSomethingAsync(context.Transport, cancellation).ConfigureAwait(false))
            {
                return false;
            }

            await (_accepts
                ? tls.Stream.AuthenticateAsServerAsync(_security.Tls!.ServerOptions(), cancellation)
                : tls.Stream.AuthenticateAsClientAsync(_security.Tls!.ClientOptions(), cancellation)).ConfigureAwait(false);
        }

        if (_security.Secret is not { } secret)
        {
            return true;
        }

        IDuplexPipe pipe = tls is null ? context.Transport : tls;
        if (_accepts)
        {
            return await SecretHandshake.AcceptAsync(pipe, secret, Binding(tls), cancellation).ConfigureAwait(false);
        }

        await SecretHandshake.ConnectAsync(pipe, secret, Binding(tls), cancellation).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> SaysSomethingAsync(IDuplexPipe pipe, CancellationToken cancellation)
    {
        var result = await pipe.Input.ReadAsync(cancellation).ConfigureAwait(false);
        pipe.Input.AdvanceTo(result.Buffer.Start);
        return !result.Buffer.IsEmpty;
    }

    // Who stands in the middle has another certificate, so that a proof made for it is none here.
    private byte[] Binding(TlsPipe? tls)
    {
        var certificate = _accepts ? tls?.Stream.LocalCertificate : tls?.Stream.RemoteCertificate;
        return [(byte)_kind, .. certificate is null ? "plain"u8 : "tls"u8, .. certificate?.GetCertHash(HashAlgorithmName.SHA256) ?? []];
    }

    private string Explain(Exception error, PeerCheck? check, bool late) => error switch
    {
        _ when check?.Problem is { } problem => problem,
        HandshakeException => error.Message,
        _ when late => $"the handshake took longer than {_security.HandshakeTimeout.TotalSeconds:0.#} seconds.",
        AuthenticationException when _accepts => "it does not speak TLS as this silo does; it may have been started without --tls-ca, or trusts another authority.",
        AuthenticationException => "it does not speak TLS as this side does; it may have been started without --tls-cert.",
        _ when _accepts => $"it ended the connection during the handshake ({error.Message.TrimEnd('.')}).",
        _ => $"it ended the connection during the handshake ({error.Message.TrimEnd('.')}); it may lack or ask for TLS (--tls-ca), a certificate (--tls-cert) or a secret (--secret-file).",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection from {Remote} was refused: {Problem}")]
    private static partial void LogRefused(ILogger logger, System.Net.EndPoint? remote, string problem);
}
