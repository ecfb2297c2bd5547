using SteerScope.Decomposition;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>Rows of <c>reconstructions</c>.</summary>
internal sealed class ReconstructionTable(SweepArtifacts artifacts)
{
    private const string SaeMethod = "sae";

    public void Write(TableDatasetWriter table)
    {
        var behaviours = table.Column<string>("behaviour");
        var layers = table.Column<int>("layer");
        var saes = table.Column<string>("sae");
        var inputs = table.Column<string>("input");
        var methods = table.Column<string>("method");
        var l0 = table.Column<int>("l0");
        var cosine = table.Column<double?>("cosine");
        var error = table.Column<double?>("relative_error");
        var norm = table.Column<double>("norm");
        var overlap = table.Column<double?>("top_k_overlap_with_zero");
        var retained = table.Column<double?>("steerability_retained");
        table.BeginPartition();
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            foreach (var (s, sae) in artifacts.Sweep.Saes.Index())
            {
                var decomposition = artifacts.Decomposition(b, s);
                foreach (var input in decomposition.Inputs)
                {
                    var isVector = input.Variant == InputVariant.Vector;
                    Row(SnakeCase.Of(input.Variant), SaeMethod, input.Reconstruction, Overlap(decomposition, input), isVector ? Retained(b, s, SteeredVariant.Reconstruction) : null);
                }

                foreach (var signed in decomposition.Signed)
                {
                    var variant = SnakeCase.Parse<SteeredVariant>(signed.Method, "method");
                    Row(SnakeCase.Of(InputVariant.Vector), signed.Method, signed.Reconstruction, null, Retained(b, s, variant));
                }

                void Row(string input, string method, Reconstruction r, double? shared, double? kept)
                {
                    behaviours.Add(behaviour.Name);
                    layers.Add(sae.Layer);
                    saes.Add(sae.Name);
                    inputs.Add(input);
                    methods.Add(method);
                    l0.Add(r.L0);
                    cosine.Add(r.Cosine);
                    error.Add(r.RelativeError);
                    norm.Add(r.Norm);
                    overlap.Add(shared);
                    retained.Add(kept);
                    table.EndRow();
                }
            }
        }
    }

    private double? Overlap(DecompositionArtifact decomposition, InputDecomposition input)
    {
        var size = artifacts.Sweep.Spec.Decompose.Overlap;
        var top = TopFeatures.Of(input.Activations, size);
        return top.Count == 0 || decomposition.ZeroTop.Count == 0 ? null : (double)TopFeatures.Overlap(top, decomposition.ZeroTop, size) / size;
    }

    // Of the first positions and metric of the spec, which are the ones that the page speaks of.
    private double? Retained(int behaviour, int sae, SteeredVariant variant)
    {
        var layer = artifacts.Sweep.Saes[sae].Layer;
        var directions = SteeredDirection.All(artifacts.Sweep).Where(d => d.Layer == layer).ToArray();
        var vector = directions.FirstOrDefault(d => d.Variant == SteeredVariant.Vector);
        var other = directions.FirstOrDefault(d => d.Variant == variant && d.Sae == sae);
        if (vector is null || other is null)
        {
            return null;
        }

        var slope = artifacts.Steerability(behaviour, vector, 0, 0).SlopeMean;
        return slope == 0 ? null : artifacts.Steerability(behaviour, other, 0, 0).SlopeMean / slope;
    }
}
