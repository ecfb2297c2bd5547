using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SteerScope.Artifacts;

/// <summary>
/// Builds the digest of an <see cref="ArtifactKey"/> from named ingredients. Every value is written with its length, so
/// that no two different lists of ingredients give the same bytes.
/// </summary>
public sealed class Recipe : IDisposable
{
    // Raised whenever the content of artifacts changes for the same ingredients: old artifacts are then left alone and made anew.
    private const string FormatVersion = "steerscope-artifact/1";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Starts the recipe of a stage.</summary>
    public Recipe(string stage)
    {
        Text("format", FormatVersion);
        Text("stage", stage);
    }

    /// <summary>Adds a text.</summary>
    public Recipe Text(string name, string value)
    {
        Bytes(Encoding.UTF8.GetBytes(name));
        Bytes(Encoding.UTF8.GetBytes(value));
        return this;
    }

    /// <summary>Adds a number.</summary>
    public Recipe Number(string name, double value) => Text(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds a list of numbers.</summary>
    public Recipe Numbers(string name, IEnumerable<double> values) =>
        Text(name, string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));

    /// <summary>Adds token ids.</summary>
    public Recipe Ids(string name, IReadOnlyList<int> ids)
    {
        Bytes(Encoding.UTF8.GetBytes(name));
        var bytes = new byte[ids.Count * sizeof(int)];
        for (var i = 0; i < ids.Count; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), ids[i]);
        }

        Bytes(bytes);
        return this;
    }

    /// <summary>Adds an artifact that this one is made from.</summary>
    public Recipe Input(ArtifactKey key) => Text("input", key.Digest);

    /// <summary>Adds several artifacts, in order.</summary>
    public Recipe Inputs(IEnumerable<ArtifactKey> keys)
    {
        foreach (var key in keys)
        {
            Input(key);
        }

        return this;
    }

    /// <summary>The digest, lower-case hexadecimal; the recipe starts over.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Bytes(ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(length, value.Length);
        _hash.AppendData(length);
        _hash.AppendData(value);
    }
}
