namespace SteerScope.Artifacts;

/// <summary>A committed artifact, read and checked.</summary>
public sealed class Artifact
{
    private readonly string _path;
    private readonly Dictionary<string, ArtifactArray> _arrays;

    internal Artifact(string path, string digest, ArtifactContent content)
    {
        _path = path;
        Digest = digest;
        Texts = content.Texts;
        _arrays = content.Arrays.ToDictionary(a => a.Name, StringComparer.Ordinal);
    }

    /// <summary>SHA-256 of the content.</summary>
    public string Digest { get; }

    /// <summary>The texts.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>Whether there is an array of this name.</summary>
    public bool Has(string name) => _arrays.ContainsKey(name);

    /// <summary>A float32 array, row-major.</summary>
    public float[] Floats(string name) => Get<float>(name);

    /// <summary>A float64 array, row-major.</summary>
    public double[] Doubles(string name) => Get<double>(name);

    /// <summary>An int32 array, row-major.</summary>
    public int[] Ints(string name) => Get<int>(name);

    /// <summary>An int64 array, row-major.</summary>
    public long[] Longs(string name) => Get<long>(name);

    /// <summary>The shape of an array.</summary>
    public IReadOnlyList<int> Shape(string name) => Find(name).Shape;

    private TValue[] Get<TValue>(string name) => Find(name).Values as TValue[]
        ?? throw new ArtifactException($"{_path}: {name} is not {typeof(TValue).Name}; delete the file and run the sweep again.");

    private ArtifactArray Find(string name) => _arrays.TryGetValue(name, out var array)
        ? array
        : throw new ArtifactException($"{_path}: there is no {name} in it; delete the file and run the sweep again.");
}
