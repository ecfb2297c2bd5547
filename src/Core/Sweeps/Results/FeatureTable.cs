using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>Rows of <c>features</c>.</summary>
internal sealed class FeatureTable(SweepArtifacts artifacts)
{
    public void Write(TableDatasetWriter table)
    {
        var saes = table.Column<string>("sae");
        var features = table.Column<int>("feature");
        var matching = table.Column<float>("mean_matching");
        var notMatching = table.Column<float>("mean_not_matching");
        var onEncoder = table.Column<float>("vector_on_encoder");
        var onDecoder = table.Column<float>("vector_on_decoder");
        var onVector = table.Column<float>("activation_on_vector");
        var bias = table.Column<float>("b_enc");
        var threshold = table.Column<float?>("threshold");
        var projection = table.Column<float?>("default_component");
        var role = table.Column<string>("role");
        var neither = table.Column<bool>("activated_by_neither_class");
        var opposed = table.Column<int?>("most_opposed_feature");
        var cosine = table.Column<float?>("most_opposed_cosine");
        foreach (var (b, behaviour) in artifacts.Sweep.Behaviours.Index())
        {
            foreach (var layer in artifacts.Sweep.Saes.Select(s => s.Layer).Distinct().Order())
            {
                table.BeginPartition(("behaviour", behaviour.Name), ("layer", $"{layer}"));
                foreach (var (s, sae) in artifacts.Sweep.Saes.Index().Where(x => x.Item.Layer == layer))
                {
                    foreach (var f in FeatureReading.All(artifacts.Decomposition(b, s), sae.Name))
                    {
                        saes.Add(f.Sae);
                        features.Add(f.Feature);
                        matching.Add((float)f.MeanMatching);
                        notMatching.Add((float)f.MeanNotMatching);
                        onEncoder.Add((float)f.VectorOnEncoder);
                        onDecoder.Add((float)f.VectorOnDecoder);
                        onVector.Add((float)f.ActivationOnVector);
                        bias.Add((float)f.EncoderBias);
                        threshold.Add((float?)f.Threshold);
                        projection.Add((float?)f.DefaultComponent);
                        role.Add(SnakeCase.Of(f.Role));
                        neither.Add(f.ActivatedByNeitherClass);
                        opposed.Add(f.MostOpposedFeature);
                        cosine.Add((float?)f.MostOpposedCosine);
                        table.EndRow();
                    }
                }
            }
        }
    }
}
