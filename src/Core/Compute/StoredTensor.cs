namespace SteerScope.Compute;

/// <summary>Element type of a tensor as it is stored in a file.</summary>
public enum StoredType
{
    /// <summary>IEEE 754 binary64, 8 bytes.</summary>
    F64,

    /// <summary>IEEE 754 binary32, 4 bytes.</summary>
    F32,

    /// <summary>IEEE 754 binary16, 2 bytes.</summary>
    F16,

    /// <summary>bfloat16: the upper half of a binary32, 2 bytes.</summary>
    BF16,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}

/// <summary>
/// A tensor lying in a file, little-endian and row-major (C order), read in place: nothing is copied until somebody asks.
/// It stays valid as long as the file that it came from is open.
/// </summary>
public abstract class StoredTensor
{
    /// <summary>Creates the view.</summary>
    protected StoredTensor(string name, string source, StoredType type, IReadOnlyList<int> shape)
    {
        Name = name;
        Source = source;
        Type = type;
        Shape = shape;
    }

    /// <summary>Name inside the file, e.g. <c>model.layers.0.mlp.up_proj.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The file, for error messages.</summary>
    public string Source { get; }

    /// <summary>Element type in the file.</summary>
    public StoredType Type { get; }

    /// <summary>Shape, outermost dimension first; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The raw bytes of <paramref name="count"/> elements from element <paramref name="first"/> on (row-major).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    public abstract ReadOnlySpan<byte> Bytes(long first, int count);

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (var dimension in Shape)
            {
                count *= dimension;
            }

            return count;
        }
    }
}
