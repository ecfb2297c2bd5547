using System.Security.Cryptography;
using SteerScope.Tables;
using Xunit;

namespace SteerScope.Core.Tests.Tables;

public sealed class TableDatasetWriterTests : IDisposable
{
    private static readonly TableSchema Partitioned = new(
        "sample",
        ["behaviour", "layer"],
        [
            new("feature", ColumnType.Int32, false, ""),
            new("threshold", ColumnType.Float, true, ""),
            new("role", ColumnType.String, false, ""),
            new("vector", ColumnType.FloatList, false, ""),
        ],
        "");

    private static readonly TableSchema Plain = new("plain", [], [new("x", ColumnType.Double, false, "")], "");

    private static readonly TableOrigin Origin = new("resid_post", "letter", "prepended", "abc", "float32", "cpu", 3);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("steerscope-tables-");
    private readonly RecordingFormat _format = new();

    [Fact]
    public void Finish_TwoPartitions_WritesAFileEachAndSaysWhatIsInIt()
    {
        using var table = Writer(Partitioned);
        var row = new Row(table);
        table.BeginPartition(("behaviour", "corrigible-neutral-HHH"), ("layer", "0"));
        row.Add(1);
        row.Add(2);
        table.BeginPartition(("behaviour", "a b/c"), ("layer", "12"));
        row.Add(3);
        var files = table.Finish();

        Assert.Equal(["sample/behaviour=corrigible-neutral-HHH/layer=0/part-0.rows", "sample/behaviour=a%20b%2Fc/layer=12/part-0.rows"], files.Select(file => file.Path));
        Assert.Equal([2, 1], files.Select(file => file.Rows));
        Assert.All(files, file =>
        {
            var bytes = File.ReadAllBytes(Path.Combine(_root.FullName, file.Path));
            Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (file.Bytes, file.Sha256));
        });
        Assert.Equal([1, 2], (int[])_format.Files[0].Groups.Single()[0]);
        Assert.Equal([3], (int[])_format.Files[1].Groups.Single()[0]);
    }

    [Fact]
    public void BeginPartition_FileBeingWritten_DoesNotHaveTheFormatsEnding()
    {
        using (var table = Writer(Partitioned))
        {
            table.BeginPartition(("behaviour", "a"), ("layer", "0"));
            new Row(table).Add(1);
            Assert.EndsWith(".inprogress", _format.Files.Single().CreatedAt, StringComparison.Ordinal);
        }

        Assert.Empty(_root.EnumerateFiles("*.rows", SearchOption.AllDirectories));
    }

    [Fact]
    public void Finish_Metadata_SaysHowTheRowsWereMade()
    {
        using var table = Writer(Plain);
        table.Finish();

        var metadata = _format.Files.Single().Metadata;
        Assert.Equal(TableOrigin.Keys.Select(key => key.Key).Order(StringComparer.Ordinal), metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("plain", "resid_post", "letter", "3"), (metadata["table"], metadata["hook"], metadata["read_position"], metadata["d_model"]));
    }

    [Fact]
    public void Finish_PlainTableWithoutRows_StillHasAFile()
    {
        using var table = Writer(Plain);
        var file = table.Finish().Single();

        Assert.Equal(("plain/part-0.rows", 0L), (file.Path, file.Rows));
        Assert.Equal(table.Finish(), [file]);
    }

    [Fact]
    public void EndRow_MoreRowsThanAGroup_CutsGroups()
    {
        using var table = Writer(Plain);
        var x = table.Column<double>("x");
        table.BeginPartition();
        const int rows = (2 * 122_880) + 5;
        for (var i = 0; i < rows; i++)
        {
            x.Add(i);
            table.EndRow();
        }

        Assert.Equal(rows, table.Finish().Single().Rows);
        var groups = _format.Files.Single().Groups;
        Assert.Equal([122_880, 122_880, 5], groups.Select(group => group[0].Length));
        Assert.Equal(Enumerable.Range(0, rows).Select(i => (double)i), groups.SelectMany(group => (double[])group[0]));
    }

    [Fact]
    public void EndRow_ColumnWithoutAValue_NamesIt()
    {
        using var table = Writer(Partitioned);
        table.BeginPartition(("behaviour", "a"), ("layer", "0"));
        table.Column<int>("feature").Add(1);

        Assert.Contains("'threshold' of table 'sample' got 0 values", Assert.Throws<InvalidOperationException>(table.EndRow).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndRow_ColumnWithTwoValues_NamesIt()
    {
        using var table = Writer(Plain);
        table.BeginPartition();
        table.Column<double>("x").Add(1);
        table.Column<double>("x").Add(2);

        Assert.Contains("'x' of table 'plain' got 2 values", Assert.Throws<InvalidOperationException>(table.EndRow).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_RowNotEnded_IsAnError()
    {
        using var table = Writer(Plain);
        table.BeginPartition();
        table.Column<double>("x").Add(1);

        Assert.Contains("not ended", Assert.Throws<InvalidOperationException>(table.Finish).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndRow_BeforeBeginPartition_IsAnError()
    {
        using var table = Writer(Plain);

        Assert.Throws<InvalidOperationException>(table.EndRow);
    }

    [Fact]
    public void Column_WrongNameOrType_SaysWhatIsThere()
    {
        using var table = Writer(Partitioned);

        Assert.Contains("'features'", Assert.Throws<ArgumentException>(() => table.Column<int>("features")).Message, StringComparison.Ordinal);
        Assert.Contains("System.Int32", Assert.Throws<ArgumentException>(() => table.Column<long>("feature")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.Column<float>("threshold"));
    }

    [Fact]
    public void Add_MissingTextInARequiredColumn_IsRefused()
    {
        using var table = Writer(Partitioned);

        Assert.Throws<ArgumentNullException>(() => table.Column<string>("role").Add(null!));
    }

    [Fact]
    public void Add_VectorOfAnotherLength_IsRefused()
    {
        using var table = Writer(Partitioned);

        Assert.Contains("d_model = 3", Assert.Throws<ArgumentException>(() => table.Column<float[]>("vector").Add(new float[4])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_SameBufferAgain_KeepsWhatItHeld()
    {
        using var table = Writer(Partitioned);
        table.BeginPartition(("behaviour", "a"), ("layer", "0"));
        var buffer = new float[3];
        for (var i = 0; i < 2; i++)
        {
            buffer[0] = i;
            new Row(table).Add(i, buffer);
        }

        table.Finish();
        Assert.Equal([[0, 0, 0], [1, 0, 0]], (float[][])_format.Files[0].Groups.Single()[3]);
    }

    [Fact]
    public void BeginPartition_WrongKeys_SaysWhichAreRight()
    {
        using var table = Writer(Partitioned);

        Assert.Contains("(behaviour, layer)", Assert.Throws<ArgumentException>(() => table.BeginPartition(("layer", "0"), ("behaviour", "a"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.BeginPartition());
    }

    [Fact]
    public void BeginPartition_SamePartitionAgain_IsRefused()
    {
        using var table = Writer(Partitioned);
        table.BeginPartition(("behaviour", "a"), ("layer", "0"));
        table.BeginPartition(("behaviour", "a"), ("layer", "1"));

        Assert.Throws<ArgumentException>(() => table.BeginPartition(("behaviour", "a"), ("layer", "0")));
    }

    [Fact]
    public void BeginPartition_NamesThatDifferByCase_AreRefused()
    {
        using var table = Writer(Partitioned);
        table.BeginPartition(("behaviour", "Sycophancy"), ("layer", "0"));

        Assert.Contains("ignore case", Assert.Throws<InputException>(() => table.BeginPartition(("behaviour", "sycophancy"), ("layer", "0"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_AfterDispose_IsRefused()
    {
        var table = Writer(Plain);
        table.Dispose();

        Assert.Throws<ObjectDisposedException>(table.Finish);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private TableDatasetWriter Writer(TableSchema schema) => new(_format, _root.FullName, schema, Origin);

    private sealed class Row(TableDatasetWriter table)
    {
        private readonly ColumnBuilder<int> _feature = table.Column<int>("feature");
        private readonly ColumnBuilder<float?> _threshold = table.Column<float?>("threshold");
        private readonly ColumnBuilder<string> _role = table.Column<string>("role");
        private readonly ColumnBuilder<float[]> _vector = table.Column<float[]>("vector");

        public void Add(int feature, float[]? vector = null)
        {
            _feature.Add(feature);
            _threshold.Add(feature % 2 == 0 ? null : 0.5f);
            _role.Add("aligned");
            _vector.Add(vector ?? new float[3]);
            table.EndRow();
        }
    }
}
