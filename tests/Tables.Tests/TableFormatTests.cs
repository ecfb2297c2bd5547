using FsCheck;
using FsCheck.Fluent;
using SteerScope.Tests.Support.Parquet;
using Xunit;

namespace SteerScope.Tables.Tests;

/// <summary>What every writer must do; run once per writer.</summary>
public abstract class TableFormatTests : IDisposable
{
    private readonly TempFolder _folder = new();

    protected abstract ITableFormat Format { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void WriteRowGroup_EveryTypeAndItsExtremes_ReadsBackBitForBit(int rows)
    {
        var group = SampleTable.Group(rows, 3, 1);
        var file = Write(SampleTable.Schema, [group]);

        Assert.Equal(rows, file.RowCount);
        AssertSame(SampleTable.Schema, group, file);
    }

    [Fact]
    public void WriteRowGroup_SeveralGroups_KeepsTheirOrderAndBorders()
    {
        Array[][] groups = [SampleTable.Group(100, 3, 1), SampleTable.Group(1, 3, 2), SampleTable.Group(55, 3, 3)];
        var file = Write(SampleTable.Schema, groups);

        Assert.Equal([100, 1, 55], file.RowGroups);
        Assert.Equal(groups.SelectMany(group => (int[])group[0]), file.Column<int>("int32"));
        Assert.Equal(groups.SelectMany(group => (string?[])group[11]), file.Column("string_or_null").Cast<string?>());
    }

    [Fact]
    public void WriteRowGroup_ManyPagesOfText_ReadsBack()
    {
        var texts = SampleTable.Make(4000, i => new string((char)('a' + (i % 26)), i));
        var file = Write(Table(new TableColumn("text", ColumnType.String, false, "")), [[texts]]);

        Assert.Equal(texts, file.Column<string>("text"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    public void WriteRowGroup_Vectors_ReadBackAtEveryLength(int dModel)
    {
        var group = SampleTable.Group(60, dModel, dModel);
        var file = Write(SampleTable.Schema, [group]);

        AssertSame(SampleTable.Schema, group, file);
    }

    [Fact]
    public void WriteRowGroup_VectorsOfManyPages_ReadBack()
    {
        var vectors = SampleTable.Make(3000, i => SampleTable.Make(300, j => (float)((i * 300) + j)));
        var file = Write(Table(new TableColumn("vector", ColumnType.FloatList, false, "")), [[vectors]]);

        Assert.Equal(vectors, file.Column<float[]>("vector"));
    }

    [Fact]
    public void WriteRowGroup_EmptyAndMissingLists_StayApart()
    {
        float[]?[] lists = [[], null, [1], [], [2, 3], null];
        var file = Write(Table(new TableColumn("vector", ColumnType.FloatList, true, "")), [[lists]]);

        Assert.Equal(lists, file.Column("vector").Cast<float[]?>());
    }

    [Fact]
    public void WriteRowGroup_NothingButMissingValues_ReadsBack()
    {
        Array[] group = [new int?[9], new double?[9], new string?[9], new bool?[9], new float[]?[9]];
        var schema = Table(
            new TableColumn("a", ColumnType.Int32, true, ""),
            new TableColumn("b", ColumnType.Double, true, ""),
            new TableColumn("c", ColumnType.String, true, ""),
            new TableColumn("d", ColumnType.Boolean, true, ""),
            new TableColumn("e", ColumnType.FloatList, true, ""));
        var file = Write(schema, [group]);

        Assert.All(schema.Columns, column => Assert.Equal(new object?[9], file.Column(column.Name)));
    }

    [Fact]
    public void WriteRowGroup_RandomRows_ReadsBack()
    {
        var schema = Table(new TableColumn("i", ColumnType.Int64, true, ""), new TableColumn("s", ColumnType.String, true, ""), new TableColumn("v", ColumnType.FloatList, true, ""));
        var rows = from i in ArbMap.Default.GeneratorFor<long?>()
                   from s in ArbMap.Default.GeneratorFor<UnicodeString>().Select(text => text?.Item)
                   from v in ArbMap.Default.GeneratorFor<float[]?>()
                   select (i, s, v);
        var number = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(rows.NonEmptyListOf().ToArbitrary(), values =>
        {
            Array[] group = [.. new Array[] { values.Select(row => row.i).ToArray(), values.Select(row => IsText(row.s) ? row.s : null).ToArray(), values.Select(row => (float[]?)row.v).ToArray() }];
            AssertSame(schema, group, Write(schema, [group], $"random-{number++}.parquet"));
        }));
    }

    [Fact]
    public void Complete_WithoutRows_IsAValidFileWithTheSchema()
    {
        var file = Write(SampleTable.Schema, [SampleTable.Group(0, 3, 1)]);

        Assert.Equal(0, file.RowCount);
        Assert.Empty(file.RowGroups);
        Assert.Equal(SampleTable.Schema.Columns.Select(column => column.Name), file.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Complete_EveryType_HasTheSchemaThatReadersKnow()
    {
        var file = Write(SampleTable.Schema, [SampleTable.Group(3, 3, 1)]);

        Assert.Equal(
            ["INT32", "INT64", "FLOAT", "DOUBLE", "BYTE_ARRAY", "BOOLEAN", "FLOAT", "INT32", "INT64", "FLOAT", "DOUBLE", "BYTE_ARRAY", "BOOLEAN", "FLOAT"],
            file.Columns.Select(column => column.Type));
        Assert.Equal(SampleTable.Schema.Columns.Select(column => column.Nullable || column.Type == ColumnType.FloatList), file.Columns.Select(column => column.IsNullable));
        Assert.Equal(["string", "string_or_null"], file.Columns.Where(column => column.IsText).Select(column => column.Name));
        Assert.Equal(
            ["optional floatlist (LIST) > repeated list > required element", "optional floatlist_or_null (LIST) > repeated list > required element"],
            file.Columns.Where(column => column.IsList).Select(column => column.Shape));
    }

    [Fact]
    public void Complete_Metadata_IsInTheFooterInOrdinalOrder()
    {
        var file = Write(SampleTable.Schema, [SampleTable.Group(3, 3, 1)]);

        Assert.Equal(SampleTable.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal), file.Metadata);
    }

    [Fact]
    public void Complete_SameRowsTwice_IsByteIdentical()
    {
        Array[][] groups = [SampleTable.Group(3000, 64, 1), SampleTable.Group(100, 64, 2)];
        Write(SampleTable.Schema, groups, "first.parquet");
        var reversed = SampleTable.Metadata.Reverse().ToDictionary();
        Write(SampleTable.Schema, groups, "second.parquet", reversed);

        Assert.Equal(File.ReadAllBytes(_folder.File("first.parquet")), File.ReadAllBytes(_folder.File("second.parquet")));
    }

    [Fact]
    public void Statistics_WhereGiven_HoldForEveryValue()
    {
        var file = Write(SampleTable.Schema, [SampleTable.Group(200, 3, 1)]);

        foreach (var chunk in file.Chunks.Where(chunk => !chunk.Column.IsList))
        {
            var values = file.Column(chunk.Column.Name);
            Assert.Equal(values.Count(value => value is null), chunk.NullCount);
            Assert.True(chunk.Min is null || values.All(value => value is null || ByOrderOfTheFormat(chunk.Min, value) <= 0), chunk.Column.Name);
            Assert.True(chunk.Max is null || values.All(value => value is null || ByOrderOfTheFormat(value, chunk.Max) <= 0), chunk.Column.Name);
        }
    }

    [Fact]
    public void Statistics_Integers_AreTheExtremes()
    {
        int?[] values = [5, null, -7, 3];
        var chunk = Write(Table(new TableColumn("i", ColumnType.Int32, true, "")), [[values]]).Chunks.Single();

        Assert.Equal((1L, -7, 5), (chunk.NullCount!.Value, (int)chunk.Min!, (int)chunk.Max!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Statistics_WithNaN_AreLeftOut(int place)
    {
        float[] values = [1, 2, 3];
        values[place] = float.NaN;
        var chunk = Write(Table(new TableColumn("x", ColumnType.Float, false, "")), [[values]]).Chunks.Single();

        Assert.Null(chunk.Min);
        Assert.Null(chunk.Max);
    }

    [Fact]
    public void Dispose_WithoutComplete_LeavesNoReadableFile()
    {
        var path = _folder.File("torn.parquet");
        using (var file = Format.Create(path, SampleTable.Schema, SampleTable.Metadata))
        {
            file.WriteRowGroup(SampleTable.Group(10, 3, 1));
        }

        Assert.Throws<InvalidDataException>(() => ParquetFile.Read(path));
    }

    [Fact]
    public void WriteRowGroup_HalfASurrogatePair_IsRefusedInsteadOfReplaced()
    {
        using var file = Format.Create(_folder.File("failed.parquet"), Table(new TableColumn("s", ColumnType.String, false, "")), SampleTable.Metadata);

        Assert.ThrowsAny<ArgumentException>(() => file.WriteRowGroup([new[] { "\ud800" }]));
        Assert.Equal(0, file.RowCount);
    }

    [Fact]
    public void WriteRowGroup_WrongArrays_IsRefusedAndTheFileGoesOn()
    {
        var schema = Table(new TableColumn("i", ColumnType.Int32, false, ""), new TableColumn("s", ColumnType.String, false, ""));
        var path = _folder.File("wrong.parquet");
        using (var file = Format.Create(path, schema, SampleTable.Metadata))
        {
            Assert.Contains("2 columns", Assert.Throws<ArgumentException>(() => file.WriteRowGroup([new[] { 1 }])).Message, StringComparison.Ordinal);
            Assert.Contains("'i'", Assert.Throws<ArgumentException>(() => file.WriteRowGroup([new[] { 1L }, new[] { "a" }])).Message, StringComparison.Ordinal);
            Assert.Contains("'i'", Assert.Throws<ArgumentException>(() => file.WriteRowGroup([new uint[] { 1 }, new[] { "a" }])).Message, StringComparison.Ordinal);
            Assert.Contains("'s'", Assert.Throws<ArgumentException>(() => file.WriteRowGroup([new[] { 1 }, new[] { "a", "b" }])).Message, StringComparison.Ordinal);
            Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => file.WriteRowGroup([new[] { 1, 2 }, new[] { "a", null }])).Message, StringComparison.Ordinal);
            file.WriteRowGroup([new[] { 1 }, new[] { "a" }]);
            Assert.Equal(1, file.RowCount);
            file.Complete();
            Assert.Throws<InvalidOperationException>(file.Complete);
            Assert.Throws<InvalidOperationException>(() => file.WriteRowGroup([new[] { 1 }, new[] { "a" }]));
        }

        Assert.Equal([1], ParquetFile.Read(path).Column<int>("i"));
    }

    [Fact]
    public void WriteRowGroup_ColumnOf2GiB_IsRefused()
    {
        var vector = new float[1 << 20];
        using var file = Format.Create(_folder.File("large.parquet"), Table(new TableColumn("v", ColumnType.FloatList, false, "")), SampleTable.Metadata);

        var error = Assert.Throws<ArgumentException>(() => file.WriteRowGroup([SampleTable.Make(512, _ => vector)]));
        Assert.Contains("2 GiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ExistingFile_IsRefused()
    {
        Write(SampleTable.Schema, [], "there.parquet");

        Assert.Throws<IOException>(() => Format.Create(_folder.File("there.parquet"), SampleTable.Schema, SampleTable.Metadata));
    }

    [Fact]
    public async Task WriteRowGroup_CallerBlocksItsScheduler_DoesNotWaitForIt()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var write = Task.Factory.StartNew(() => Write(SampleTable.Schema, [SampleTable.Group(3000, 64, 1)]), CancellationToken.None, TaskCreationOptions.None, scheduler);

        Assert.Equal(3000, (await write.WaitAsync(TimeSpan.FromMinutes(1))).RowCount);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected ParquetFile Write(TableSchema schema, IReadOnlyList<Array[]> groups, string name = "table.parquet", IReadOnlyDictionary<string, string>? metadata = null) =>
        ParquetFile.Read(WriteFile(schema, groups, name, metadata));

    protected string WriteFile(TableSchema schema, IReadOnlyList<Array[]> groups, string name = "table.parquet", IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var file = Format.Create(_folder.File(name), schema, metadata ?? SampleTable.Metadata);
        foreach (var group in groups)
        {
            file.WriteRowGroup(group);
        }

        file.Complete();
        return _folder.File(name);
    }

    private static TableSchema Table(params TableColumn[] columns) => new("table", [], columns, "");

    private static bool IsText(string? text) => text is null || !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);

    private static void AssertSame(TableSchema schema, Array[] group, ParquetFile file)
    {
        for (var i = 0; i < group.Length; i++)
        {
            // Boxed floats are equal to each other bit for bit where it matters: NaN equals NaN; signs of zero are compared apart.
            Assert.Equal(group[i].Cast<object?>(), file.Column(schema.Columns[i].Name));
            Assert.Equal(group[i].Cast<object?>().Select(Sign), file.Column(schema.Columns[i].Name).Select(Sign));
        }
    }

    private static bool Sign(object? value) => value switch { float f => float.IsNegative(f), double d => double.IsNegative(d), _ => false };

    private static int ByOrderOfTheFormat(object a, object b) => a is string text
        ? System.Text.Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes((string)b))
        : Comparer<object>.Default.Compare(a, b);
}
