using System.Security.Cryptography;
using System.Text.Json;
using SteerScope.Decomposition;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Sweeps.Plans;
using SteerScope.Tables;
using SteerScope.Tests.Support;
using SteerScope.Tests.Support.Parquet;
using Xunit;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>The Parquet files, read by code that shares nothing with the writer, against the artifacts that they are made of.</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesTableTests(StoriesSweep sweep)
{
    private const int Behaviours = 2;
    private const int Layers = StoriesExpected.Layers;
    private const int Modes = 2;
    private const int Examples = 40;

    [SharedFact]
    public void Norms_AreTheArtifacts()
    {
        var rows = Read(TableCatalog.ActivationNorms);
        Assert.Equal(Layers, rows.Count);
        foreach (var row in rows)
        {
            var norms = sweep.Artifacts.Norms((int)row["layer"]!)!;
            Assert.Equal(
                [norms.Moments.Count, norms.Moments.Mean, norms.Moments.StandardDeviation(), norms.Moments.Min, norms.Moments.Max],
                Values(row, "count", "mean", "std", "min", "max"));
            Assert.Equal(norms.Quantiles.Cast<object>(), Values(row, "p01", "p05", "p25", "p50", "p75", "p95", "p99"));
        }

        var bins = Read(TableCatalog.ActivationNormHistogram).ToLookup(row => (int)row["layer"]!);
        Assert.Equal(Layers, bins.Count);
        Assert.All(bins, layer =>
        {
            var norms = sweep.Artifacts.Norms(layer.Key)!;
            Assert.Equal(norms.Counts, layer.Select(row => (long)row["count"]!));
            Assert.Equal(norms.Edges[..^1], layer.Select(row => (double)row["low"]!));
            Assert.Equal(norms.Edges[1..], layer.Select(row => (double)row["high"]!));
        });
    }

    [SharedFact]
    public void SteeringVectors_AreTheArtifacts()
    {
        var rows = Read(TableCatalog.SteeringVectors);
        Assert.Equal(Behaviours * Layers, rows.Count);
        foreach (var row in rows)
        {
            var layer = (int)row["layer"]!;
            var vector = sweep.Artifacts.Vector(Behaviour(row), layer, SteeringVectorMethod.MeanDifference);
            var norm = VectorMath.Norm(vector);
            Assert.Equal(("mean_difference", 100), (row["method"], row["n_pairs"]));
            Assert.Equal([norm, sweep.Artifacts.FractionOfNormsBelow(Behaviour(row), layer, SteeringVectorMethod.MeanDifference)], Values(row, "norm", "fraction_of_activations_below"));
            Assert.Equal(sweep.Artifacts.Norms(layer)!.Moments.Mean, (double)row["scale_to_mean_norm"]! * norm, 1e-12);
            Assert.Equal(vector.Select(value => (float)value), (float[])row["vector"]!);
            var isControl = Behaviour(row) == 1;
            Assert.Equal(isControl ? "A:100" : "A:50 B:50", row["letter_counts_matching"]);
            Assert.Equal(isControl, row["warning"] is string);
        }
    }

    [SharedFact]
    public void Decompositions_AreTheTopFeaturesOfTheArtifacts()
    {
        var rows = Read(TableCatalog.Decompositions).ToLookup(row => (Behaviour(row), (int)row["layer"]!, (string)row["input"]!));
        var expected = 0;
        foreach (var (behaviour, layer) in Pairs())
        {
            var inputs = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer)).Inputs;
            Assert.Equal(4, inputs.Count);
            foreach (var input in inputs)
            {
                var group = rows[(behaviour, layer, SnakeCase.Of(input.Variant))];
                var top = TopFeatures.Of(input.Activations, 10);
                expected += top.Count == 0 ? 0 : 1;
                Assert.Equal(Enumerable.Range(1, Math.Min(10, input.Reconstruction.L0)), group.Select(row => (int)row["rank"]!));
                Assert.Equal(top.Select(item => item.Feature), group.Select(row => (int)row["feature"]!));
                Assert.Equal(top.Select(item => (float)item.Activation), group.Select(row => (float)row["activation"]!));
                Assert.All(group, row => Assert.Equal(input.PreActivations[(int)row["feature"]!], row["pre_activation"]));
            }
        }

        Assert.Equal(expected, rows.Count);
    }

    [SharedFact]
    public void Reconstructions_AreTheArtifacts()
    {
        var rows = Read(TableCatalog.Reconstructions).ToLookup(row => (Behaviour(row), (int)row["layer"]!));
        Assert.Equal(Behaviours * Layers, rows.Count);
        foreach (var (behaviour, layer) in Pairs())
        {
            var artifact = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer));
            var all = artifact.Inputs.Select(input => KeyValuePair.Create((SnakeCase.Of(input.Variant), "sae"), input.Reconstruction))
                .Concat(artifact.Signed.Select(signed => KeyValuePair.Create(("vector", signed.Method), signed.Reconstruction)))
                .ToDictionary();
            Assert.Equal(6, all.Count);
            Assert.Equal(6, rows[(behaviour, layer)].Count());
            foreach (var row in rows[(behaviour, layer)])
            {
                var reconstruction = all[((string)row["input"]!, (string)row["method"]!)];
                Assert.Equal(
                    [reconstruction.L0, reconstruction.Cosine, reconstruction.RelativeError, reconstruction.Norm],
                    Values(row, "l0", "cosine", "relative_error", "norm"));
            }
        }
    }

    [SharedFact]
    public void Features_AreTheArtifacts()
    {
        var rows = Read(TableCatalog.Features).ToLookup(row => (Behaviour(row), (string)row["layer"]!));
        Assert.Equal(Behaviours * Layers, rows.Count);
        foreach (var (behaviour, layer) in Pairs())
        {
            var group = rows[(behaviour, $"{layer}")];
            var artifact = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer));
            Assert.Equal(Enumerable.Range(0, 512), group.Select(row => (int)row["feature"]!));
            Assert.Equal(artifact.Features.Select(feature => SnakeCase.Of(feature.Role)), group.Select(row => (string)row["role"]!));
            var opposed = artifact.Opposed.ToDictionary(other => other.Feature);
            foreach (var (row, feature) in group.Zip(artifact.Features))
            {
                Assert.Equal(
                    [(float)feature.MeanMatching, (float)feature.MeanNotMatching, (float)feature.VectorOnEncoder, (float)feature.VectorOnDecoder, (float)feature.ActivationOnVector],
                    Values(row, "mean_matching", "mean_not_matching", "vector_on_encoder", "vector_on_decoder", "activation_on_vector"));
                Assert.Equal((float)artifact.DefaultProjections![feature.Feature], row["default_component"]);
                Assert.Equal(feature.ActivatedByNeitherClass, row["activated_by_neither_class"]);
                Assert.Equal(opposed.TryGetValue(feature.Feature, out var other) ? other.Opposed : (int?)null, row["most_opposed_feature"]);
            }
        }
    }

    [SharedFact]
    public void DefaultComponents_AreTheArtifacts()
    {
        var rows = Read(TableCatalog.DefaultComponents);
        Assert.Equal(Behaviours * Layers * 5, rows.Count);
        foreach (var row in rows)
        {
            var component = sweep.Artifacts.Decomposition(Behaviour(row), sweep.Sae((int)row["layer"]!)).DefaultComponents[(int)row["rank"]! - 1];
            Assert.Equal(
                [component.Feature, component.MeanCorpus, component.MeanMatching, component.MeanNotMatching, component.Vector, component.ScaledVector],
                Values(row, "feature", "mean_corpus", "mean_matching", "mean_not_matching", "vector", "scaled_vector"));
            Assert.True((double)row["corpus_p05"]! <= (double)row["corpus_p50"]! && (double)row["corpus_p50"]! <= (double)row["corpus_p95"]!);
        }
    }

    [SharedFact]
    public void Steering_TheThreeTables_AreTheArtifacts()
    {
        var directions = SteeredDirection.All(sweep.Prepared).ToDictionary(direction => (direction.Layer, direction.Name));
        var steerability = Read(TableCatalog.Steerability);
        var propensities = Read(TableCatalog.Propensities).ToLookup(Key);
        var examples = Read(TableCatalog.SteerabilityExamples).ToLookup(Key);
        Assert.Equal(Behaviours * directions.Count * Modes, steerability.Count);
        Assert.Equal(steerability.Count, propensities.Count);
        Assert.Equal(steerability.Count, examples.Count);
        foreach (var row in steerability)
        {
            var positions = sweep.Prepared.Spec.Steer.Positions.Index().Single(item => SnakeCase.Of(item.Item) == (string)row["positions"]!).Index;
            var result = sweep.Artifacts.Steerability(Behaviour(row), directions[((int)row["layer"]!, (string)row["vector"]!)], positions, 0);
            Assert.Equal(
                [result.SlopeMean, result.SlopeStd, result.AntiSteerableFraction, Examples], Values(row, "slope_mean", "slope_std", "anti_steerable_fraction", "n"));
            Assert.Equal(sweep.Prepared.Spec.Steer.Multipliers, propensities[Key(row)].Select(item => (double)item["multiplier"]!));
            Assert.Equal(result.PropensityMean, propensities[Key(row)].Select(item => (double)item["mean"]!));
            Assert.Equal(result.PropensityStd, propensities[Key(row)].Select(item => (double)item["std"]!));
            Assert.Equal(result.Slopes, examples[Key(row)].Select(item => (double)item["slope"]!));
            Assert.Equal(Enumerable.Range(100, Examples), examples[Key(row)].Select(item => (int)item["example"]!));
        }

        static (object?, object?, object?, object?) Key(Row row) => (row["behaviour"], row["layer"], row["vector"], row["positions"]);
    }

    [SharedFact]
    public void Provenance_SaysHowTheNumbersWereMade()
    {
        var values = Read(TableCatalog.Provenance).ToDictionary(row => (string)row["key"]!, row => (string)row["value"]!);
        Assert.Equal("cpu", values["device.provider"]);
        Assert.Equal("float32", values["device.precision"]);
        Assert.Equal(StoriesSweep.Version, values["versions.steerscope"]);
        Assert.Equal("resid_post", values["conventions.hook"]);
        Assert.Equal("letter", values["conventions.read_position"]);
        Assert.Equal("{question}\n\nAnswer:{answer}", values["conventions.template"]);
        Assert.Equal(sweep.Prepared.ModelDigest, values["model.digest"]);
        Assert.Equal("20000", values["corpus.tokens"]);
        Assert.Equal("100", values["behaviours.corrigible-neutral-HHH.train"]);
        Assert.Equal("40", values["behaviours.letter-A-control.test"]);
        Assert.All(values, pair => Assert.DoesNotContain(sweep.Folder.Root, pair.Value, StringComparison.Ordinal));
    }

    [SharedFact]
    public void Manifest_VouchesForEveryFile()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Tables, "manifest.json")));
        var files = manifest.RootElement.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("path").GetString()!);
        Assert.True(File.Exists(Path.Combine(Tables, "_SUCCESS")));
        Assert.Equal(
            Directory.EnumerateFiles(Tables, "*.parquet", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Tables, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
            files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file =>
        {
            var path = Path.Combine(Tables, file.Key);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), file.Value.GetProperty("sha256").GetString());
            Assert.Equal(ParquetFile.Read(path).RowCount, file.Value.GetProperty("rows").GetInt64());
        });
    }

    private string Tables
    {
        get
        {
            _ = sweep.Artifacts; // the run is lazy
            return sweep.Folder.Tables;
        }
    }

    private static IEnumerable<(int Behaviour, int Layer)> Pairs() =>
        from behaviour in Enumerable.Range(0, Behaviours)
        from layer in Enumerable.Range(0, Layers)
        select (behaviour, layer);

    private static object?[] Values(Row row, params string[] columns) => [.. columns.Select(column => row[column])];

    private int Behaviour(Row row) => Assert.Single(sweep.Prepared.Behaviours.Index(), item => item.Item.Name == (string)row["behaviour"]!).Index;

    private IReadOnlyList<Row> Read(TableSchema schema) => ParquetDataset.Read(Path.Combine(Tables, schema.Name));
}
