using SteerScope.Decomposition;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>Rows of <c>decompositions</c> and <c>default_components</c>.</summary>
internal sealed class DecompositionTables(SweepArtifacts artifacts)
{
    public void Decompositions(TableDatasetWriter table)
    {
        var layers = table.Column<int>("layer");
        var saes = table.Column<string>("sae");
        var inputs = table.Column<string>("input");
        var ranks = table.Column<int>("rank");
        var features = table.Column<int>("feature");
        var pre = table.Column<float>("pre_activation");
        var activations = table.Column<float>("activation");
        var bias = table.Column<float>("b_enc");
        var threshold = table.Column<float?>("threshold");
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            table.BeginPartition(("behaviour", behaviour.Name));
            foreach (var (s, sae) in artifacts.Sweep.Saes.Index())
            {
                var decomposition = artifacts.Decomposition(b, s);
                foreach (var input in decomposition.Inputs)
                {
                    foreach (var (rank, top) in TopFeatures.Of(input.Activations, artifacts.Sweep.Spec.Decompose.Top).Index())
                    {
                        var statistics = decomposition.Features[top.Feature];
                        layers.Add(sae.Layer);
                        saes.Add(sae.Name);
                        inputs.Add(SnakeCase.Of(input.Variant));
                        ranks.Add(rank + 1);
                        features.Add(top.Feature);
                        pre.Add(input.PreActivations[top.Feature]);
                        activations.Add(input.Activations[top.Feature]);
                        bias.Add((float)statistics.EncoderBias);
                        threshold.Add((float?)statistics.Threshold);
                        table.EndRow();
                    }
                }
            }
        }
    }

    public void DefaultComponents(TableDatasetWriter table)
    {
        var layers = table.Column<int>("layer");
        var saes = table.Column<string>("sae");
        var features = table.Column<int>("feature");
        var ranks = table.Column<int>("rank");
        var bias = table.Column<float>("b_enc");
        var corpus = table.Column<double?>("mean_corpus");
        var p05 = table.Column<double?>("corpus_p05");
        var p50 = table.Column<double?>("corpus_p50");
        var p95 = table.Column<double?>("corpus_p95");
        var matching = table.Column<double>("mean_matching");
        var notMatching = table.Column<double>("mean_not_matching");
        var vector = table.Column<double>("vector");
        var scaled = table.Column<double?>("scaled_vector");
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            table.BeginPartition(("behaviour", behaviour.Name));
            foreach (var (s, sae) in artifacts.Sweep.Saes.Index())
            {
                foreach (var (rank, component) in artifacts.Decomposition(b, s).DefaultComponents.Index())
                {
                    layers.Add(sae.Layer);
                    saes.Add(sae.Name);
                    features.Add(component.Feature);
                    ranks.Add(rank + 1);
                    bias.Add((float)component.EncoderBias);
                    corpus.Add(component.MeanCorpus);
                    p05.Add(component.Corpus?.P05);
                    p50.Add(component.Corpus?.P50);
                    p95.Add(component.Corpus?.P95);
                    matching.Add(component.MeanMatching);
                    notMatching.Add(component.MeanNotMatching);
                    vector.Add(component.Vector);
                    scaled.Add(component.ScaledVector);
                    table.EndRow();
                }
            }
        }
    }
}
