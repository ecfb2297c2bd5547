using SteerScope.Decomposition;
using SteerScope.Reports;
using SteerScope.Statistics;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Results;

/// <summary>The page's figures for one behaviour and layer.</summary>
internal sealed class FocusBuilder(SweepArtifacts artifacts)
{
    private readonly PreparedSweep _sweep = artifacts.Sweep;

    public FocusModel Build(int behaviour, int layer, string choice)
    {
        var sae = _sweep.Saes.Index().Where(s => s.Item.Layer == layer).Select(s => (int?)s.Index).FirstOrDefault();
        var decomposition = sae is { } s ? artifacts.Decomposition(behaviour, s) : null;
        var vector = artifacts.Vector(behaviour, layer, _sweep.Spec.PrimaryMethod);
        var norms = artifacts.Norms(layer);
        return new FocusModel
        {
            Behaviour = _sweep.Behaviours[behaviour].Name,
            Layer = layer,
            Sae = sae is { } index ? _sweep.Saes[index].Name : null,
            Choice = choice,
            Norms = norms is null ? null : Norms(behaviour, layer, norms),
            TopFeatures = decomposition is null ? null : Top(decomposition),
            DefaultComponents = decomposition is null || decomposition.DefaultComponents.Count == 0 ? null : Defaults(behaviour, decomposition, norms),
            FeatureContrasts = decomposition is null ? null : Contrasts(behaviour, decomposition),
            Steerability = new SteerabilityFigureBuilder(artifacts).Build(behaviour, layer, sae),
            SignedDecomposition = decomposition is null ? null : Signed(decomposition, VectorMath.Norm(vector)),
        };
    }

    private NormFigure Norms(int behaviour, int layer, NormsArtifact norms)
    {
        var marks = _sweep.Spec.Vectors.Methods.Select(method =>
        {
            var norm = VectorMath.Norm(artifacts.Vector(behaviour, layer, method));
            return new NormMark(
                _sweep.Spec.Vectors.Methods.Count == 1 ? "steering vector" : SnakeCase.Of(method).Replace('_', ' '), norm, artifacts.FractionOfNormsBelow(behaviour, layer, method));
        });
        return new NormFigure(
            [.. norms.Counts.Select((count, i) => new HistogramBin(norms.Edges[i], norms.Edges[i + 1], count))],
            norms.Moments.Count,
            norms.Moments.Mean,
            [.. marks],
            TailNote: null);
    }

    private TopFeaturesFigure? Top(DecompositionArtifact decomposition)
    {
        var variants = decomposition.Inputs.ToDictionary(i => i.Variant, Variant);
        return variants.TryGetValue(InputVariant.Vector, out var vector) && variants.TryGetValue(InputVariant.Zero, out var zero)
            ? new TopFeaturesFigure(
                vector,
                zero,
                [.. variants.Where(v => v.Key is not (InputVariant.Vector or InputVariant.Zero)).Select(v => v.Value)],
                _sweep.Spec.Decompose.Overlap)
            : null;
    }

    private VariantFeatures Variant(InputDecomposition input) => new(
        SnakeCase.Of(input.Variant).Replace('_', ' '),
        [.. TopFeatures.Of(input.Activations, _sweep.Spec.Decompose.Top).Select(t => new FeatureActivation(t.Feature, t.Activation))],
        input.Reconstruction.L0,
        input.Reconstruction.Cosine,
        input.Reconstruction.RelativeError);

    private DefaultComponentFigure Defaults(int behaviour, DecompositionArtifact decomposition, NormsArtifact? norms)
    {
        var pairs = _sweep.Behaviours[behaviour].Split.Train.Count;
        return new DefaultComponentFigure(
            [.. decomposition.DefaultComponents.Select(c => new Reports.DefaultComponent(
                c.Feature,
                c.EncoderBias,
                decomposition.Features[c.Feature].Threshold,
                c.Corpus is { } corpus ? Spread(corpus, c.MeanCorpus ?? corpus.Mean, norms!.Sample.Count) : null,
                Spread(c.Matching, c.MeanMatching, pairs),
                Spread(c.NotMatching, c.MeanNotMatching, pairs),
                c.Vector,
                c.ScaledVector)
            {
                ActiveOnVector = decomposition.Features[c.Feature].ActivationOnVector > 0,
            })]);
    }

    private FeatureContrastFigure? Contrasts(int behaviour, DecompositionArtifact decomposition)
    {
        var pairs = _sweep.Behaviours[behaviour].Split.Train.Count;
        var distributions = decomposition.Distributions.ToDictionary(d => d.Feature);
        var opposed = decomposition.Opposed.ToDictionary(o => o.Feature);
        FeatureContrast? Of(ContrastKind kind, FeatureStatistics? statistics)
        {
            if (statistics is not { } f || !distributions.TryGetValue(f.Feature, out var d))
            {
                return null;
            }

            var opposite = opposed.TryGetValue(f.Feature, out var o) ? o : (OpposedFeature?)null;
            return new FeatureContrast(
                kind,
                f.Feature,
                Spread(d.Matching, f.MeanMatching, pairs),
                Spread(d.NotMatching, f.MeanNotMatching, pairs),
                f.VectorOnEncoder,
                f.VectorOnDecoder,
                f.ActivationOnVector,
                opposite?.Opposed,
                opposite?.Cosine);
        }

        var suppressed = decomposition.Features.Where(f => f.Role == FeatureRole.Suppressed).OrderBy(f => f.Difference).ThenBy(f => f.Feature);
        var spurious = decomposition.Features.Where(f => f.Role == FeatureRole.Spurious).OrderByDescending(f => f.ActivationOnVector).ThenBy(f => f.Feature);
        FeatureContrast[] contrasts =
        [
            .. new[]
            {
                Of(ContrastKind.Suppressed, suppressed.Select(f => (FeatureStatistics?)f).FirstOrDefault()),
                Of(ContrastKind.Spurious, spurious.Select(f => (FeatureStatistics?)f).FirstOrDefault()),
            }.OfType<FeatureContrast>(),
        ];
        return contrasts.Length == 0 ? null : new FeatureContrastFigure(contrasts);
    }

    private static Reports.SignedDecomposition Signed(DecompositionArtifact decomposition, double norm)
    {
        // The one that the verdict points to, else the pursuit, which needs no encoder.
        var signed = decomposition.Signed.FirstOrDefault(s => s.Method == decomposition.Alternative) ?? decomposition.Signed[^1];

        return new Reports.SignedDecomposition(
            signed.Method == SnakeCase.Of(SteeredVariant.Pursuit) ? "signed orthogonal matching pursuit" : "difference of feature activations",
            [.. signed.Terms.OrderByDescending(t => Math.Abs(t.Coefficient)).ThenBy(t => t.Feature)
                .Select(t => new SignedCoefficient(t.Feature, t.Coefficient, decomposition.Features[t.Feature].Difference))],
            signed.Terms.Count,
            norm,
            (signed.Reconstruction.RelativeError ?? 0) * norm,
            signed.Reconstruction.Cosine);
    }

    private static Distribution Spread(FiveQuantiles q, double mean, long count) =>
        new(mean, count, new Quantiles(q.P05, q.P25, q.P50, q.P75, q.P95));
}
