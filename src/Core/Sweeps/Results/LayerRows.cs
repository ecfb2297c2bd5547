using SteerScope.Decomposition;
using SteerScope.Reports;
using SteerScope.Statistics;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Results;

/// <summary>The page's table: a row per behaviour, layer and SAE.</summary>
internal sealed class LayerRows(SweepArtifacts artifacts)
{
    private readonly PreparedSweep _sweep = artifacts.Sweep;

    /// <summary>A row, and where it comes from.</summary>
    internal sealed record Entry(int Behaviour, LayerRow Row);

    public IReadOnlyList<Entry> Build() =>
        [.. from behaviour in Enumerable.Range(0, _sweep.Behaviours.Count)
            from layer in _sweep.Layers
            from row in Rows(behaviour, layer)
            select new Entry(behaviour, row)];

    private IEnumerable<LayerRow> Rows(int behaviour, int layer)
    {
        var plain = Plain(behaviour, layer);
        var saes = _sweep.Saes.Index().Where(s => s.Item.Layer == layer).ToArray();
        return saes.Length == 0 ? [plain] : saes.Select(s => WithSae(plain, behaviour, s.Index));
    }

    private LayerRow Plain(int behaviour, int layer)
    {
        var norm = VectorMath.Norm(artifacts.Vector(behaviour, layer, _sweep.Spec.PrimaryMethod));
        var prepared = _sweep.Behaviours[behaviour];
        var vector = SteeredDirection.All(_sweep).FirstOrDefault(d => d.Layer == layer && d.Variant == SteeredVariant.Vector);
        var steerability = vector is null ? null : artifacts.Steerability(behaviour, vector, 0, 0);
        return new LayerRow
        {
            Behaviour = prepared.Name,
            Layer = layer,
            Norm = norm,
            RatioToMeanNorm = norm / artifacts.MeanNorm(layer),
            FractionBelow = artifacts.FractionOfNormsBelow(behaviour, layer, _sweep.Spec.PrimaryMethod),
            SlopeVector = steerability?.SlopeMean,
            AntiSteerable = steerability?.AntiSteerableFraction,
            MatchingIsA = prepared.Letters.Matching.ContainsKey("A") || prepared.Letters.NotMatching.ContainsKey("A")
                ? (double)prepared.Letters.Matching.GetValueOrDefault("A") / prepared.Letters.Pairs
                : null,
        };
    }

    private LayerRow WithSae(LayerRow plain, int behaviour, int sae)
    {
        var decomposition = artifacts.Decomposition(behaviour, sae);
        var size = _sweep.Spec.Decompose.Overlap;
        var vector = decomposition.Inputs.First(i => i.Variant == InputVariant.Vector);
        var zero = decomposition.Inputs.FirstOrDefault(i => i.Variant == InputVariant.Zero);
        var reconstruction = SteeredDirection.All(_sweep).FirstOrDefault(d => d.Variant == SteeredVariant.Reconstruction && d.Sae == sae);
        var scaled = decomposition.Inputs.FirstOrDefault(i => i.Variant == InputVariant.ScaledVector);
        var pursuit = SteeredDirection.All(_sweep).FirstOrDefault(d => d.Variant == SteeredVariant.Pursuit && d.Sae == sae);
        var signed = decomposition.Signed.FirstOrDefault(s => s.Method == decomposition.Alternative) ?? decomposition.Signed[^1];
        var row = plain with
        {
            Sae = _sweep.Saes[sae].Name,
            L0 = vector.Reconstruction.L0,
            ZeroL0 = zero?.Reconstruction.L0,
            Cosine = vector.Reconstruction.Cosine,
            RelativeError = vector.Reconstruction.RelativeError,
            ScaledCosine = scaled?.Reconstruction.Cosine,
            OverlapWithZero = TopFeatures.Overlap(TopFeatures.Of(vector.Activations, size), decomposition.ZeroTop, size),
            OverlapSize = size,
            SpuriousShare = decomposition.SpuriousShare,
            Roles = Roles(decomposition),
            SlopeReconstruction = reconstruction is null ? null : artifacts.Steerability(behaviour, reconstruction, 0, 0).SlopeMean,
            SlopePursuit = pursuit is null ? null : artifacts.Steerability(behaviour, pursuit, 0, 0).SlopeMean,
            SignedResidual = signed.Reconstruction.RelativeError,
        };
        return row with { Verdict = VerdictRule.Assess(row) };
    }

    private static RoleCounts Roles(DecompositionArtifact decomposition)
    {
        int Count(FeatureRole role) => decomposition.Features.Count(f => f.Role == role);
        return new RoleCounts(Count(FeatureRole.Aligned), Count(FeatureRole.Suppressed), Count(FeatureRole.Spurious), Count(FeatureRole.Bias));
    }
}
