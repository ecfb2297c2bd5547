using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SteerScope.Artifacts;

/// <summary>What goes into an artifact: named arrays with shapes, and texts.</summary>
public sealed class ArtifactContent
{
    private readonly List<ArtifactArray> _arrays = [];
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>The arrays in the order they were added.</summary>
    public IReadOnlyList<ArtifactArray> Arrays => _arrays;

    /// <summary>The texts, ordered by key.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Adds an array of float[], double[], int[] or long[]; its length must be the product of the shape.</summary>
    /// <exception cref="ArgumentException">Another element type, or a length that does not fit the shape.</exception>
    public ArtifactContent Add(string name, Array values, params int[] shape)
    {
        if (values is not (float[] or double[] or int[] or long[]))
        {
            throw new ArgumentException($"{name} is a {values.GetType().Name}: artifacts hold float, double, int and long arrays.", nameof(values));
        }

        var dimensions = shape.Length == 0 ? [values.Length] : shape;
        if (dimensions.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
        {
            throw new ArgumentException($"{name} has {values.Length} values for the shape [{string.Join(", ", dimensions)}].", nameof(values));
        }

        _arrays.Add(new ArtifactArray(name, values, dimensions));
        return this;
    }

    /// <summary>Adds a text.</summary>
    public ArtifactContent Add(string key, string text)
    {
        _texts.Add(key, text);
        return this;
    }

    /// <summary>SHA-256 over names, types, shapes, bytes and texts: the content's identity, wherever it was computed.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, string.Create(CultureInfo.InvariantCulture, $"{_texts.Count} texts, {_arrays.Count} arrays"));
        foreach (var (key, text) in _texts)
        {
            Append(hash, key);
            Append(hash, text);
        }

        foreach (var array in _arrays.OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            Append(hash, array.Name);
            Append(hash, $"{array.Values.GetType().GetElementType()!.Name}[{string.Join(',', array.Shape)}]");
            hash.AppendData(array.Bytes());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

/// <summary>One array of an artifact.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Values">float[], double[], int[] or long[].</param>
/// <param name="Shape">Row-major shape.</param>
public sealed record ArtifactArray(string Name, Array Values, IReadOnlyList<int> Shape)
{
    /// <summary>The values' bytes, little-endian.</summary>
    public ReadOnlySpan<byte> Bytes() => Values switch
    {
        float[] values => MemoryMarshal.AsBytes<float>(values),
        double[] values => MemoryMarshal.AsBytes<double>(values),
        int[] values => MemoryMarshal.AsBytes<int>(values),
        long[] values => MemoryMarshal.AsBytes<long>(values),
        _ => throw new InvalidOperationException($"{Name} holds {Values.GetType().Name}."),
    };
}
