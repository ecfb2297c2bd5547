using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>Writes every table of a sweep below one staging folder.</summary>
/// <param name="artifacts">The sweep's artifacts.</param>
/// <param name="format">Who writes files.</param>
/// <param name="root">The staging folder, which becomes <c>tables/</c>.</param>
internal sealed class TableWriters(SweepArtifacts artifacts, ITableFormat format, string root)
{
    /// <summary>Writes all tables but provenance, which is made of the manifest that lists these.</summary>
    public IReadOnlyList<TableFileInfo> Write(CancellationToken cancellation)
    {
        var files = new List<TableFileInfo>();
        Table(TableCatalog.ActivationNorms, t => new NormTables(artifacts).Norms(t));
        Table(TableCatalog.ActivationNormHistogram, t => new NormTables(artifacts).Histogram(t));
        Table(TableCatalog.SteeringVectors, t => new VectorTable(artifacts).Write(t));
        Table(TableCatalog.Decompositions, t => new DecompositionTables(artifacts).Decompositions(t));
        Table(TableCatalog.Reconstructions, t => new ReconstructionTable(artifacts).Write(t));
        Table(TableCatalog.Features, t => new FeatureTable(artifacts).Write(t));
        Table(TableCatalog.DefaultComponents, t => new DecompositionTables(artifacts).DefaultComponents(t));
        Table(TableCatalog.Steerability, t => new SteeringTables(artifacts).Steerability(t));
        Table(TableCatalog.Propensities, t => new SteeringTables(artifacts).Propensities(t));
        Table(TableCatalog.SteerabilityExamples, t => new SteeringTables(artifacts).Examples(t));
        return files;

        void Table(TableSchema schema, Action<TableDatasetWriter> write)
        {
            cancellation.ThrowIfCancellationRequested();
            using var table = Open(schema);
            write(table);
            files.AddRange(table.Finish());
        }
    }

    /// <summary>Writes the manifest's values as rows.</summary>
    public IReadOnlyList<TableFileInfo> WriteProvenance(IEnumerable<KeyValuePair<string, string>> values)
    {
        using var table = Open(TableCatalog.Provenance);
        var key = table.Column<string>("key");
        var value = table.Column<string>("value");
        table.BeginPartition();
        foreach (var (k, v) in values)
        {
            key.Add(k);
            value.Add(v);
            table.EndRow();
        }

        return table.Finish();
    }

    private TableDatasetWriter Open(TableSchema schema) => new(format, root, schema, Origin());

    private TableOrigin Origin()
    {
        var sweep = artifacts.Sweep;
        var prompts = sweep.Spec.Prompts;
        return new TableOrigin(
            Hook: "resid_post",
            ReadPosition: SnakeCase.Of(prompts.Read),
            Bos: ManifestText.Bos(sweep.Spec),
            TemplateDigest: ManifestText.TemplateDigest(sweep.Spec),
            Precision: SnakeCase.Of(sweep.Spec.Model.Precision),
            Provider: sweep.Provider,
            DModel: sweep.Shape.Width);
    }
}
