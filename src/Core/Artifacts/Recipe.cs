using System.Buffers;
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

    // A hash is quick for long runs of bytes only: ingredients are gathered before they go into it.
    private const int Gathered = 1 << 16;

    private readonly bool _isPart;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1 << 12);
    private int _length;
    private IncrementalHash? _hash;

    /// <summary>Starts the recipe of a stage.</summary>
    public Recipe(string stage)
    {
        Text("format", FormatVersion);
        Text("stage", stage);
    }

    private Recipe() => _isPart = true;

    private enum Kind : byte
    {
        Text,
        Number,
        Numbers,
        Ids,
        Input,
        Inputs,
    }

    /// <summary>Ingredients that several recipes share: written once, and added to each by <see cref="All"/>.</summary>
    public static byte[] Part(Action<Recipe> add)
    {
        using var part = new Recipe();
        add(part);
        return part._bytes[..part._length];
    }

    /// <summary>Adds a text.</summary>
    public Recipe Text(string name, string value)
    {
        Start(Kind.Text, name);
        return Utf8(value);
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
        Length((long)ids.Count * sizeof(int));
        for (var i = 0; i < ids.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), ids[i]);
        }

        return this;
    }

    /// <summary>Adds an artifact that this one is made from.</summary>
    public Recipe Input(ArtifactKey key)
    {
        Start(Kind.Input, "");
        return Utf8(key.Digest);
    }

    /// <summary>Adds an artifact that this one is made from, by its key's digest as bytes.</summary>
    public Recipe Input(ReadOnlySpan<byte> digest)
    {
        Start(Kind.Input, "");
        Length(2 * digest.Length);
        Convert.TryToHexStringLower(digest, Room(2 * digest.Length), out _);
        return this;
    }

    /// <summary>Adds several artifacts, in order, as one list.</summary>
    public Recipe Inputs(IEnumerable<ArtifactKey> keys)
    {
        IReadOnlyCollection<ArtifactKey> all = keys as IReadOnlyCollection<ArtifactKey> ?? [.. keys];
        Inputs(all.Count);
        foreach (var key in all)
        {
            Input(key);
        }

        return this;
    }

    /// <summary>Starts a list of artifacts; as many inputs as it says must follow.</summary>
    public Recipe Inputs(int count)
    {
        Start(Kind.Inputs, "");
        Length(count);
        return this;
    }

    /// <summary>Adds the ingredients of a <see cref="Part"/>, as if they were added here one by one.</summary>
    public Recipe All(ReadOnlySpan<byte> part)
    {
        while (!part.IsEmpty)
        {
            var some = part[..Math.Min(Gathered, part.Length)];
            some.CopyTo(Room(some.Length));
            part = part[some.Length..];
        }

        return this;
    }

    /// <summary>The digest of what was added so far, lower-case hexadecimal.</summary>
    public string Digest()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>The digest of what was added so far, as bytes.</summary>
    public void Digest(Span<byte> digest)
    {
        if (_hash is null)
        {
            SHA256.HashData(_bytes.AsSpan(0, _length), digest);
        }
        else
        {
            Pour();
            _hash.GetCurrentHash(digest);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash?.Dispose();
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            (_bytes, _length) = ([], 0);
        }
    }

    private void Start(Kind kind, string name)
    {
        Room(1)[0] = (byte)kind;
        Utf8(name);
    }

    private Recipe Bits(double value)
    {
        // Zero has two signs, which mean the same number.
        Length(BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value));
        return this;
    }

    private Recipe Utf8(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Length(length);
        if (length > Gathered && !_isPart)
        {
            Pour();
            Hash().AppendData(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            Encoding.UTF8.GetBytes(text, Room(length));
        }

        return this;
    }

    private void Length(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    // At most what is gathered at a time.
    private Span<byte> Room(int size)
    {
        if (!_isPart && _length + size > Gathered)
        {
            Pour();
        }

        if (_length + size > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + size, 2 * _bytes.Length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _length += size;
        return _bytes.AsSpan(_length - size, size);
    }

    private IncrementalHash Hash() => _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private void Pour()
    {
        Hash().AppendData(_bytes, 0, _length);
        _length = 0;
    }
}
