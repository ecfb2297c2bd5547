using SteerScope.Tables.Portable;
using Xunit;

namespace SteerScope.Tables.Tests;

public sealed class PortableFormatTests : TableFormatTests
{
    private static readonly byte[] GzipStart = [0x1F, 0x8B, 0x08];

    protected override ITableFormat Format { get; } = new PortableParquetFormat();

    [Fact]
    public void Complete_File_NamesItsMakerAndItsOrder()
    {
        var file = Write(SampleTable.Schema, [SampleTable.Group(3, 3, 1)]);

        Assert.Equal("SteerScope", file.CreatedBy);
        Assert.True(file.HasColumnOrders);
    }

    [Fact]
    public void Complete_File_HoldsNoTimeAndNoSystem()
    {
        var path = WriteFile(SampleTable.Schema, [SampleTable.Group(3, 3, 1)]);

        var bytes = File.ReadAllBytes(path);
        var found = 0;
        for (var at = bytes.AsSpan().IndexOf(GzipStart); at >= 0; at = Next(bytes, at))
        {
            Assert.Equal([0, 0, 0, 0, 0], bytes[(at + 3)..(at + 8)]);
            Assert.Equal(255, bytes[at + 9]);
            found++;
        }

        Assert.Equal(SampleTable.Schema.Columns.Count, found);
    }

    [Fact]
    public void Statistics_Zeros_StandForBothSigns()
    {
        double[] values = [0.0, -0.0];
        var schema = new TableSchema("t", [], [new TableColumn("x", ColumnType.Double, false, "")], "");
        var chunk = Write(schema, [[values]]).Chunks.Single();

        Assert.True(double.IsNegative((double)chunk.Min!));
        Assert.False(double.IsNegative((double)chunk.Max!));
    }

    [Fact]
    public void Statistics_Text_AreOrderedByTheirBytes()
    {
        // In UTF-16 the emoji (a surrogate pair) comes before the ligature; in UTF-8 after it.
        string[] values = ["🙂", "ﬁ", "a"];
        var schema = new TableSchema("t", [], [new TableColumn("s", ColumnType.String, false, "")], "");
        var chunk = Write(schema, [[values]]).Chunks.Single();

        Assert.Equal(("a", "🙂"), ((string)chunk.Min!, (string)chunk.Max!));
    }

    [Fact]
    public void Statistics_LongText_AreLeftOut()
    {
        string[] values = ["a", new('b', 1000)];
        var schema = new TableSchema("t", [], [new TableColumn("s", ColumnType.String, false, "")], "");
        var chunk = Write(schema, [[values]]).Chunks.Single();

        Assert.Null(chunk.Min);
        Assert.Null(chunk.Max);
    }

    private static int Next(byte[] bytes, int at)
    {
        var offset = bytes.AsSpan(at + 1).IndexOf(GzipStart);
        return offset < 0 ? -1 : at + 1 + offset;
    }
}
