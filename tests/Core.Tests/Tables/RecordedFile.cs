using SteerScope.Tables;

namespace SteerScope.Core.Tests.Tables;

/// <summary>A file of <see cref="RecordingFormat"/>.</summary>
internal sealed class RecordedFile(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata) : ITableFile
{
    private readonly FileStream _stream = new(path, FileMode.CreateNew);

    public string CreatedAt => path;

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    public List<IReadOnlyList<Array>> Groups { get; } = [];

    public long RowCount { get; private set; }

    public void WriteRowGroup(IReadOnlyList<Array> columns)
    {
        RowCount += RowGroup.Check(schema, columns);
        Groups.Add([.. columns.Select(column => (Array)column.Clone())]);
    }

    public void Complete()
    {
        _stream.Write(System.Text.Encoding.ASCII.GetBytes($"{RowCount}"));
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();
}
