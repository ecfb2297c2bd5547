using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SteerScope.Artifacts;

/// <summary>
/// Builds the digest of an <see cref="ArtifactKey"/> from named ingredients. Every value is written with its kind and
/// its length, every list with its number of members, so that no two different lists of ingredients give the same bytes.
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

    private enum Kind : byte
    {
        Text,
        Number,
        Numbers,
        Ids,
        Input,
        Inputs,
    }

    /// <summary>Adds a text.</summary>
    public Recipe Text(string name, string value)
    {
        Start(Kind.Text, name);
        return Bytes(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Adds a number.</summary>
    public Recipe Number(string name, double value)
    {
        Start(Kind.Number, name);
        return Bits(value);
    }

    /// <summary>Adds a list of numbers.</summary>
    public Recipe Numbers(string name, IEnumerable<double> values)
    {
        Start(Kind.Numbers, name);
        double[] all = [.. values];
        Length(all.Length);
        foreach (var value in all)
        {
            Bits(value);
        }

        return this;
    }

    /// <summary>Adds token ids.</summary>
    public Recipe Ids(string name, IReadOnlyList<int> ids)
    {
        Start(Kind.Ids, name);
        var bytes = new byte[ids.Count * sizeof(int)];
        for (var i = 0; i < ids.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), ids[i]);
        }

        return Bytes(bytes);
    }

    /// <summary>Adds an artifact that this one is made from.</summary>
    public Recipe Input(ArtifactKey key)
    {
        Start(Kind.Input, "");
        return Bytes(Encoding.UTF8.GetBytes(key.Digest));
    }

    /// <summary>Adds several artifacts, in order, as one list.</summary>
    public Recipe Inputs(IEnumerable<ArtifactKey> keys)
    {
        ArtifactKey[] all = [.. keys];
        Start(Kind.Inputs, "");
        Length(all.Length);
        foreach (var key in all)
        {
            Input(key);
        }

        return this;
    }

    /// <summary>The digest of what was added so far, lower-case hexadecimal.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Start(Kind kind, string name)
    {
        _hash.AppendData([(byte)kind]);
        Bytes(Encoding.UTF8.GetBytes(name));
    }

    private Recipe Bits(double value)
    {
        // Zero has two signs, which mean the same number.
        Length(BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value));
        return this;
    }

    private Recipe Bytes(ReadOnlySpan<byte> value)
    {
        Length(value.Length);
        _hash.AppendData(value);
        return this;
    }

    private void Length(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _hash.AppendData(bytes);
    }
}
