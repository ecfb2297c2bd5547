using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>Rows of <c>activation_norms</c> and <c>activation_norm_histogram</c>.</summary>
internal sealed class NormTables(SweepArtifacts artifacts)
{
    private static readonly string[] Quantiles = ["p01", "p05", "p25", "p50", "p75", "p95", "p99"];

    public void Norms(TableDatasetWriter table)
    {
        var layers = table.Column<int>("layer");
        var count = table.Column<long>("count");
        var mean = table.Column<double>("mean");
        var std = table.Column<double>("std");
        var min = table.Column<double>("min");
        var max = table.Column<double>("max");
        var quantiles = Quantiles.Select(table.Column<double>).ToArray();
        table.BeginPartition();
        foreach (var layer in artifacts.Sweep.Layers)
        {
            if (artifacts.Norms(layer) is not { } norms)
            {
                return;
            }

            layers.Add(layer);
            count.Add(norms.Moments.Count);
            mean.Add(norms.Moments.Mean);
            std.Add(norms.Moments.StandardDeviation());
            min.Add(norms.Moments.Min);
            max.Add(norms.Moments.Max);
            foreach (var (column, value) in quantiles.Zip(norms.Quantiles))
            {
                column.Add(value);
            }

            table.EndRow();
        }
    }

    public void Histogram(TableDatasetWriter table)
    {
        var layers = table.Column<int>("layer");
        var low = table.Column<double>("low");
        var high = table.Column<double>("high");
        var count = table.Column<long>("count");
        table.BeginPartition();
        foreach (var layer in artifacts.Sweep.Layers)
        {
            if (artifacts.Norms(layer) is not { } norms)
            {
                return;
            }

            for (var bin = 0; bin < norms.Counts.Length; bin++)
            {
                layers.Add(layer);
                low.Add(norms.Edges[bin]);
                high.Add(norms.Edges[bin + 1]);
                count.Add(norms.Counts[bin]);
                table.EndRow();
            }
        }
    }
}
