using SteerScope.Reports;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Results;

/// <summary>Steerability over the layers, for the vector and for what one SAE made of it.</summary>
internal sealed class SteerabilityFigureBuilder(SweepArtifacts artifacts)
{
    private readonly PreparedSweep _sweep = artifacts.Sweep;

    /// <summary>The figure; null when the sweep steers with nothing.</summary>
    public SteerabilityFigure? Build(int behaviour, int layer, int? sae)
    {
        var name = sae is { } s ? _sweep.Saes[s].Name : null;
        SteeredDirection[] directions = [.. SteeredDirection.All(_sweep).Where(d => d.Sae < 0 || _sweep.Saes[d.Sae].Name == name)];
        if (directions.Length == 0)
        {
            return null;
        }

        var steer = _sweep.Spec.Steer;
        var series = new List<SteerabilitySeries>();
        var curves = new List<PropensityCurve>();
        foreach (var variant in directions.GroupBy(d => d.Variant))
        {
            foreach (var (p, positions) in steer.Positions.Index())
            {
                series.Add(new SteerabilitySeries(Label(variant.Key), SnakeCase.Of(positions), [.. variant.Select(d => Slope(behaviour, d, p))]));
                if (variant.FirstOrDefault(d => d.Layer == layer) is { } here)
                {
                    var result = artifacts.Steerability(behaviour, here, p, 0);
                    curves.Add(new PropensityCurve(
                        Label(variant.Key),
                        SnakeCase.Of(positions),
                        [.. steer.Multipliers.Index().OrderBy(m => m.Item)
                            .Select(m => new PropensityPoint(m.Item, result.PropensityMean[m.Index], result.PropensityStd[m.Index]))]));
                }
            }
        }

        return new SteerabilityFigure(SnakeCase.Of(steer.Metrics[0]), series, curves);
    }

    private LayerSlope Slope(int behaviour, SteeredDirection direction, int positions)
    {
        var result = artifacts.Steerability(behaviour, direction, positions, 0);
        return new LayerSlope(direction.Layer, result.SlopeMean, result.SlopeStd, result.AntiSteerableFraction, result.Slopes.Count);
    }

    private static string Label(SteeredVariant variant) => variant switch
    {
        SteeredVariant.Vector => "vector",
        SteeredVariant.Reconstruction => "SAE reconstruction",
        SteeredVariant.ActivationDifference => "activation difference",
        SteeredVariant.Pursuit => "signed pursuit",
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "No such form of a vector."),
    };
}
