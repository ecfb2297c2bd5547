using SteerScope.Decomposition;
using SteerScope.Statistics;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>Rows of <c>steering_vectors</c>.</summary>
internal sealed class VectorTable(SweepArtifacts artifacts)
{
    public void Write(TableDatasetWriter table)
    {
        var layers = table.Column<int>("layer");
        var methods = table.Column<string>("method");
        var pairs = table.Column<int>("n_pairs");
        var letters = table.Column<string>("letter_counts_matching");
        var imbalance = table.Column<double>("letter_imbalance");
        var norms = table.Column<double>("norm");
        var below = table.Column<double?>("fraction_of_activations_below");
        var scale = table.Column<double?>("scale_to_mean_norm");
        var warning = table.Column<string?>("warning");
        var vectors = table.Column<float[]>("vector");
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            table.BeginPartition(("behaviour", behaviour.Name));
            foreach (var layer in artifacts.Sweep.Layers)
            {
                var mean = artifacts.MeanNorm(layer);
                foreach (var method in artifacts.Sweep.Spec.Vectors.Methods)
                {
                    var vector = artifacts.Vector(b, layer, method);
                    var norm = VectorMath.Norm(vector);
                    layers.Add(layer);
                    methods.Add(SnakeCase.Of(method));
                    pairs.Add(behaviour.Split.Train.Count);
                    letters.Add(string.Join(' ', behaviour.Letters.Matching.Select(l => $"{l.Key}:{l.Value}")));
                    imbalance.Add(behaviour.Letters.Imbalance);
                    norms.Add(norm);
                    below.Add(artifacts.FractionOfNormsBelow(b, layer, method));
                    scale.Add(mean is { } m && norm > 0 ? DecompositionInput.ScaleToNorm(vector, m) : null);
                    warning.Add(behaviour.Letters.Warning());
                    vectors.Add(Array.ConvertAll(vector, v => (float)v));
                    table.EndRow();
                }
            }
        }
    }
}
