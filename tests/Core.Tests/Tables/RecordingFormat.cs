using SteerScope.Tables;

namespace SteerScope.Core.Tests.Tables;

/// <summary>A format that keeps what it was given and writes the number of rows as text.</summary>
internal sealed class RecordingFormat : ITableFormat
{
    public string Name => "recording";

    public string Extension => ".rows";

    public List<RecordedFile> Files { get; } = [];

    public ITableFile Create(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata)
    {
        var file = new RecordedFile(path, schema, metadata);
        Files.Add(file);
        return file;
    }
}
