namespace SteerScope.Fuzz;

/// <summary>A valid file from which inputs are made, and what has to lie beside it.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="FileName">Where the file lies in the folder that is read.</param>
/// <param name="Content">The valid file.</param>
/// <param name="Companions">Other files by their place in the folder; they stay as they are.</param>
public sealed record FuzzSeed(string Name, string FileName, byte[] Content, IReadOnlyDictionary<string, byte[]> Companions)
{
    /// <summary>A file that needs nothing beside it.</summary>
    public FuzzSeed(string name, string fileName, byte[] content)
        : this(name, fileName, content, new Dictionary<string, byte[]>())
    {
    }
}
