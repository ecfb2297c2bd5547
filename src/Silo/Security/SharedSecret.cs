using System.Security.Cryptography;
using System.Text;

namespace SteerScope.Silo.Security;

/// <summary>
/// What all members and clients of a cluster know and nobody else. It is never sent: each side proves that it knows it by
/// an HMAC-SHA256 over the numbers that both have just drawn.
/// </summary>
public sealed class SharedSecret
{
    /// <summary>Fewest characters of a secret file: what is guessed offline must be long.</summary>
    public const int FewestCharacters = 16;

    private const int MostBytes = 4096;

    private readonly byte[] _key;

    /// <summary>The secret of some bytes.</summary>
    public SharedSecret(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < FewestCharacters)
        {
            throw new ArgumentException($"A secret has at least {FewestCharacters} bytes.", nameof(secret));
        }

        _key = new byte[SHA256.HashSizeInBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _key, salt: [], info: "steerscope cluster secret 1"u8);
    }

    /// <summary>Reads a secret from a file; white space around it does not count.</summary>
    /// <exception cref="InputException">It cannot be read, or is too short.</exception>
    public static SharedSecret Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MostBytes)
            {
                throw new InputException($"--secret-file {path} has {stream.Length} bytes; it should hold one line, as openssl rand -hex 32 writes it.");
            }

            using var reader = new StreamReader(stream, Encoding.UTF8);
            var text = reader.ReadToEnd().Trim();
            return text.Length >= FewestCharacters
                ? new SharedSecret(Encoding.UTF8.GetBytes(text))
                : throw new InputException($"--secret-file {path} holds {text.Length} characters; it should hold at least {FewestCharacters}: openssl rand -hex 32 > {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--secret-file {path} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>The proof of one side.</summary>
    /// <param name="side">Which side proves: the same numbers give either side another proof, so that none can be sent back.</param>
    /// <param name="context">What the connection is: its kind, and the certificate of its TLS channel.</param>
    /// <param name="first">Number drawn by who connected.</param>
    /// <param name="second">Number drawn by who was connected to.</param>
    internal byte[] Prove(byte side, ReadOnlySpan<byte> context, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData([side]);
        hmac.AppendData(first);
        hmac.AppendData(second);
        hmac.AppendData(context);
        return hmac.GetHashAndReset();
    }
}
