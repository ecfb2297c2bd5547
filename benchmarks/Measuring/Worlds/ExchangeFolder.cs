namespace SteerScope.Measuring.Worlds;

/// <summary>A folder for files that go between processes, which goes when this is disposed of.</summary>
public sealed class ExchangeFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("steerscope-exchange-");

    /// <summary>Its path.</summary>
    public string Path => folder.FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(folder.FullName, name);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
