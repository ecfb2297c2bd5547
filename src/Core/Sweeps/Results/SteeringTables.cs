using SteerScope.Sweeps.Plans;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>Rows of <c>steerability</c>, <c>propensities</c> and <c>steerability_examples</c>.</summary>
internal sealed class SteeringTables(SweepArtifacts artifacts)
{
    public void Steerability(TableDatasetWriter table)
    {
        var behaviours = table.Column<string>("behaviour");
        var keys = new KeyColumns(table);
        var mean = table.Column<double>("slope_mean");
        var std = table.Column<double>("slope_std");
        var anti = table.Column<double>("anti_steerable_fraction");
        var n = table.Column<int>("n");
        table.BeginPartition();
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            foreach (var (direction, p, m) in Keys())
            {
                var result = artifacts.Steerability(b, direction, p, m);
                behaviours.Add(behaviour.Name);
                keys.Add(artifacts, direction, p, m);
                mean.Add(result.SlopeMean);
                std.Add(result.SlopeStd);
                anti.Add(result.AntiSteerableFraction);
                n.Add(result.Slopes.Count);
                table.EndRow();
            }
        }
    }

    public void Propensities(TableDatasetWriter table)
    {
        var behaviours = table.Column<string>("behaviour");
        var keys = new KeyColumns(table);
        var multipliers = table.Column<double>("multiplier");
        var mean = table.Column<double>("mean");
        var std = table.Column<double>("std");
        table.BeginPartition();
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            foreach (var (direction, p, m) in Keys())
            {
                var result = artifacts.Steerability(b, direction, p, m);
                foreach (var (i, multiplier) in artifacts.Sweep.Spec.Steer.Multipliers.Index())
                {
                    behaviours.Add(behaviour.Name);
                    keys.Add(artifacts, direction, p, m);
                    multipliers.Add(multiplier);
                    mean.Add(result.PropensityMean[i]);
                    std.Add(result.PropensityStd[i]);
                    table.EndRow();
                }
            }
        }
    }

    public void Examples(TableDatasetWriter table)
    {
        var keys = new KeyColumns(table);
        var examples = table.Column<int>("example");
        var slopes = table.Column<double>("slope");
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            table.BeginPartition(("behaviour", behaviour.Name));
            foreach (var (direction, p, m) in Keys())
            {
                var result = artifacts.Steerability(b, direction, p, m);
                foreach (var (i, slope) in result.Slopes.Index())
                {
                    keys.Add(artifacts, direction, p, m);
                    examples.Add(behaviour.Split.Test.RowOf(i));
                    slopes.Add(slope);
                    table.EndRow();
                }
            }
        }
    }

    private IEnumerable<(SteeredDirection Direction, int Positions, int Metric)> Keys() =>
        from direction in SteeredDirection.All(artifacts.Sweep)
        from p in Enumerable.Range(0, artifacts.Sweep.Spec.Steer.Positions.Count)
        from m in Enumerable.Range(0, artifacts.Sweep.Spec.Steer.Metrics.Count)
        select (direction, p, m);

    private sealed class KeyColumns(TableDatasetWriter table)
    {
        private readonly ColumnBuilder<int> _layer = table.Column<int>("layer");
        private readonly ColumnBuilder<string> _vector = table.Column<string>("vector");
        private readonly ColumnBuilder<string> _positions = table.Column<string>("positions");
        private readonly ColumnBuilder<string> _metric = table.Column<string>("metric");

        public void Add(SweepArtifacts artifacts, SteeredDirection direction, int positions, int metric)
        {
            _layer.Add(direction.Layer);
            _vector.Add(direction.Name);
            _positions.Add(SnakeCase.Of(artifacts.Sweep.Spec.Steer.Positions[positions]));
            _metric.Add(SnakeCase.Of(artifacts.Sweep.Spec.Steer.Metrics[metric]));
        }
    }
}
