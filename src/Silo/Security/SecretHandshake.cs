using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace SteerScope.Silo.Security;

/// <summary>
/// The first bytes of a connection where a secret is shared, before any of Orleans':
/// <code>
/// connecting:  magic, number          (8 + 32 bytes)
/// accepting:   magic, number
/// connecting:  proof                  (32 bytes)
/// accepting:   verdict, proof         (1 + 32 bytes)
/// </code>
/// Who connects proves first, so that a stranger who asks learns nothing to guess the secret by. The proofs cover both
/// numbers, the kind of connection and the certificate of the TLS channel: they hold for this connection only.
/// </summary>
internal static class SecretHandshake
{
    private const int NumberBytes = 32;
    private const byte Connecting = 1;
    private const byte Accepting = 2;
    private const byte Accepted = 1;
    private const byte Refused = 0;

    private static ReadOnlySpan<byte> Magic => "STEERSC1"u8;

    /// <summary>The side that connected.</summary>
    /// <exception cref="HandshakeException">The other side refuses, or does not know the secret.</exception>
    public static async Task ConnectAsync(IDuplexPipe pipe, SharedSecret secret, byte[] context, CancellationToken cancellation)
    {
        var mine = RandomNumberGenerator.GetBytes(NumberBytes);
        await WriteAsync(pipe, [.. Magic, .. mine], cancellation).ConfigureAwait(false);
        var hello = await ReadAsync(pipe, Magic.Length + NumberBytes, cancellation).ConfigureAwait(false)
            ?? throw new HandshakeException("it ended the connection when asked for the shared secret; it may have been started without --secret-file, or with TLS.");
        var theirs = NumberOf(hello) ?? throw new HandshakeException("it does not ask for a shared secret; it may have been started without --secret-file.");
        await WriteAsync(pipe, secret.Prove(Connecting, context, mine, theirs), cancellation).ConfigureAwait(false);
        var verdict = await ReadAsync(pipe, 1 + SHA256.HashSizeInBytes, cancellation).ConfigureAwait(false)
            ?? throw new HandshakeException("it ended the connection instead of answering the proof of the shared secret; --secret-file should name the same secret on both sides.");
        if (verdict[0] != Accepted)
        {
            throw new HandshakeException("it refused the shared secret; --secret-file should name the same secret on both sides.");
        }

        if (!CryptographicOperations.FixedTimeEquals(verdict.AsSpan(1), secret.Prove(Accepting, context, mine, theirs)))
        {
            throw new HandshakeException("it does not know the shared secret: it is not a member of this cluster.");
        }
    }

    /// <summary>The side that was connected to.</summary>
    /// <exception cref="HandshakeException">The other side does not know the secret.</exception>
    /// <returns>False when the other side ended the connection before it said anything, as probes of ports do.</returns>
    public static async Task<bool> AcceptAsync(IDuplexPipe pipe, SharedSecret secret, byte[] context, CancellationToken cancellation)
    {
        var hello = await ReadAsync(pipe, Magic.Length + NumberBytes, cancellation, mayBeNothing: true).ConfigureAwait(false);
        if (hello is null)
        {
            return false;
        }

        var theirs = NumberOf(hello) ?? throw new HandshakeException("it did not offer the shared secret; it may have been started without --secret-file.");
        var mine = RandomNumberGenerator.GetBytes(NumberBytes);
        await WriteAsync(pipe, [.. Magic, .. mine], cancellation).ConfigureAwait(false);
        var proof = await ReadAsync(pipe, SHA256.HashSizeInBytes, cancellation).ConfigureAwait(false)
            ?? throw new HandshakeException("it ended the connection instead of proving the shared secret.");
        if (!CryptographicOperations.FixedTimeEquals(proof, secret.Prove(Connecting, context, theirs, mine)))
        {
            await WriteAsync(pipe, [Refused, .. new byte[SHA256.HashSizeInBytes]], cancellation).ConfigureAwait(false);
            await EndAsync(pipe, cancellation).ConfigureAwait(false);
            throw new HandshakeException("it does not know the shared secret; --secret-file should name the same secret on both sides.");
        }

        await WriteAsync(pipe, [Accepted, .. secret.Prove(Accepting, context, theirs, mine)], cancellation).ConfigureAwait(false);
        return true;
    }

    private static byte[]? NumberOf(byte[] hello) => hello.AsSpan().StartsWith(Magic) ? hello[Magic.Length..] : null;

    private static async Task WriteAsync(IDuplexPipe pipe, byte[] bytes, CancellationToken cancellation)
    {
        var flushed = await pipe.Output.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new HandshakeException("it ended the connection during the handshake.");
        }
    }

    // Orleans cuts a connection that was refused, with what is still on its way: the other side is to read why, and to end it.
    private static async Task EndAsync(IDuplexPipe pipe, CancellationToken cancellation)
    {
        try
        {
            _ = await ReadAsync(pipe, 1, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It ended otherwise than by closing, or not in time.
        }
    }

    // Takes exactly these bytes: what follows is Orleans'. Wrong bytes are noticed before all of them have come.
    private static async Task<byte[]?> ReadAsync(IDuplexPipe pipe, int count, CancellationToken cancellation, bool mayBeNothing = false)
    {
        var result = await pipe.Input.ReadAtLeastAsync(count, cancellation).ConfigureAwait(false);
        var length = result.Buffer.Length;
        if (length < count)
        {
            pipe.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            return length > 0 && mayBeNothing
                ? throw new HandshakeException("it ended the connection in the middle of the handshake.")
                : null;
        }

        var taken = result.Buffer.Slice(0, count);
        var bytes = taken.ToArray();
        pipe.Input.AdvanceTo(taken.End);
        return bytes;
    }
}
