#if !PORTABLE
using Parquet;
using Parquet.Schema;
using SteerScope.Tables.Parquet;
using SteerScope.Tables.Portable;
using Xunit;

namespace SteerScope.Tables.Tests;

/// <summary>Both writers' files through Parquet.Net's own reader.</summary>
public sealed class CrossReadTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Writers => ["portable", "parquet.net"];

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Reader_EveryType_SeesTheSameValues(string writer)
    {
        Array[][] groups = [SampleTable.Group(2500, 64, 1), SampleTable.Group(70, 64, 2)];
        await using var reader = await Open(writer, groups);

        Assert.Equal(2, reader.RowGroupCount);
        Assert.Equal(SampleTable.Metadata, reader.CustomMetadata);
        for (var g = 0; g < groups.Length; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var fields = reader.Schema.GetDataFields();
            Assert.Equal((int[])groups[g][0], await Flat<int>(group, fields[0]));
            Assert.Equal((long[])groups[g][1], await Flat<long>(group, fields[1]));
            Assert.Equal((float[])groups[g][2], await Flat<float>(group, fields[2]));
            Assert.Equal((double[])groups[g][3], await Flat<double>(group, fields[3]));
            Assert.Equal((string[])groups[g][4], await Texts(group, fields[4]));
            Assert.Equal((bool[])groups[g][5], await Flat<bool>(group, fields[5]));
            Assert.Equal((float[]?[])groups[g][6], await Lists(group, fields[6]));
            Assert.Equal((int?[])groups[g][7], await Optional<int>(group, fields[7]));
            Assert.Equal((long?[])groups[g][8], await Optional<long>(group, fields[8]));
            Assert.Equal((float?[])groups[g][9], await Optional<float>(group, fields[9]));
            Assert.Equal((double?[])groups[g][10], await Optional<double>(group, fields[10]));
            Assert.Equal((string?[])groups[g][11], await Texts(group, fields[11]));
            Assert.Equal((bool?[])groups[g][12], await Optional<bool>(group, fields[12]));
            Assert.Equal((float[]?[])groups[g][13], await Lists(group, fields[13]));
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ParquetReader> Open(string writer, Array[][] groups)
    {
        ITableFormat format = writer == "portable" ? new PortableParquetFormat() : new ParquetNetFormat();
        var path = _folder.File($"{writer}.parquet");
        using (var file = format.Create(path, SampleTable.Schema, SampleTable.Metadata))
        {
            foreach (var group in groups)
            {
                file.WriteRowGroup(group);
            }

            file.Complete();
        }

        return await ParquetReader.CreateAsync(path);
    }

    private static async Task<T[]> Flat<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T[group.RowCount];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }

    private static async Task<T?[]> Optional<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }

    private static async Task<string?[]> Texts(ParquetRowGroupReader group, DataField field)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory());
        return values;
    }

    private static async Task<float[]?[]> Lists(ParquetRowGroupReader group, DataField field)
    {
        var count = (int)group.GetMetadata(field)!.MetaData!.NumValues;
        var values = new float[count];
        var definition = new int[count];
        var repetition = new int[count];
        await group.ReadRawAsync<float>(field, values.AsMemory(), definition.AsMemory(), repetition.AsMemory());
        var lists = new List<List<float>?>();
        var next = 0;
        for (var i = 0; i < definition.Length; i++)
        {
            if (repetition[i] == 0)
            {
                lists.Add(definition[i] == 0 ? null : []);
            }

            if (definition[i] == 2)
            {
                lists[^1]!.Add(values[next++]);
            }
        }

        return [.. lists.Select(list => list?.ToArray())];
    }
}
#endif
