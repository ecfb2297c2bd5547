using System.Security.Cryptography;
#if !PORTABLE
using SteerScope.Tables.Parquet;
#endif
using SteerScope.Tables.Portable;
using SteerScope.Tests.Support.Parquet;
using Xunit;

namespace SteerScope.Tables.Tests;

/// <summary>The dataset writer with real formats.</summary>
public sealed class DatasetRoundTripTests : IDisposable
{
    private static readonly TableOrigin Origin = new("resid_post", "letter", "prepended", "abc", "float32", "cpu", 4);
    private readonly TempFolder _folder = new();

    public static TheoryData<ITableFormat> Formats =>
    [
        new PortableParquetFormat(),
#if !PORTABLE
        new ParquetNetFormat(),
#endif
    ];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Finish_PartitionedTable_ReadsBackAsOneTableWithItsKeys(ITableFormat format)
    {
        string[] behaviours = ["corrigible-neutral-HHH", "größe & a/b"];
        var files = Write(format, "one", behaviours, layers: 3);

        var rows = ParquetDataset.Read(Path.Combine(_folder.Root, "one", "steering_vectors"));
        Assert.Equal(behaviours.SelectMany(name => Enumerable.Repeat(name, 3)), rows.Select(row => row["behaviour"]));
        Assert.Equal([0, 1, 2, 0, 1, 2], rows.Select(row => (int)row["layer"]!));
        Assert.Equal([1, 0, 0, 2], (float[])rows[4]["vector"]!);
        Assert.Equal([0.5, null, 0.5], rows.Take(3).Select(row => (double?)row["fraction_of_activations_below"]));
        Assert.All(files, file =>
        {
            var bytes = File.ReadAllBytes(Path.Combine(_folder.Root, "one", file.Path));
            Assert.Equal((3, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (file.Rows, file.Bytes, file.Sha256));
        });
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Finish_SameRowsInAnotherFolder_IsByteIdentical(ITableFormat format)
    {
        var first = Write(format, "one", ["a", "b"], layers: 40);
        var second = Write(format, "another", ["a", "b"], layers: 40);

        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Finish_EveryTableOfTheCatalogWithoutRows_IsWrittenWithItsSchema(ITableFormat format)
    {
        foreach (var schema in TableCatalog.All)
        {
            using var table = new TableDatasetWriter(format, _folder.Root, schema, Origin);
            table.BeginPartition([.. schema.PartitionKeys.Select(key => (key, "0"))]);
            var file = ParquetFile.Read(Path.Combine(_folder.Root, table.Finish().Single().Path));

            Assert.Equal(schema.Columns.Select(column => column.Name), file.Columns.Select(column => column.Name));
            Assert.Equal(Origin.ToMetadata(schema.Name).OrderBy(pair => pair.Key, StringComparer.Ordinal), file.Metadata);
        }
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<TableFileInfo> Write(ITableFormat format, string root, IReadOnlyList<string> behaviours, int layers)
    {
        using var table = new TableDatasetWriter(format, _folder.File(root), TableCatalog.SteeringVectors, Origin);
        var layer = table.Column<int>("layer");
        var method = table.Column<string>("method");
        var pairs = table.Column<int>("n_pairs");
        var letters = table.Column<string>("letter_counts_matching");
        var imbalance = table.Column<double>("letter_imbalance");
        var norm = table.Column<double>("norm");
        var below = table.Column<double?>("fraction_of_activations_below");
        var scale = table.Column<double?>("scale_to_mean_norm");
        var warning = table.Column<string?>("warning");
        var vector = table.Column<float[]>("vector");
        foreach (var behaviour in behaviours)
        {
            table.BeginPartition(("behaviour", behaviour));
            for (var l = 0; l < layers; l++)
            {
                layer.Add(l);
                method.Add("mean_difference");
                pairs.Add(100);
                letters.Add("A:50 B:50");
                imbalance.Add(0);
                norm.Add(Math.Sqrt(1 + l));
                below.Add(l % 2 == 0 ? 0.5 : null);
                scale.Add(null);
                warning.Add(null);
                vector.Add([1, 0, 0, 1 + l]);
                table.EndRow();
            }
        }

        return table.Finish();
    }
}
