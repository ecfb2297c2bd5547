using SteerScope.Decomposition;
using SteerScope.Sweeps.Items;

namespace SteerScope.Sweeps.Results;

/// <summary>A row of the table <c>features</c>, whose columns say what its numbers are.</summary>
public sealed record FeatureReading
{
    /// <summary>The SAE's name.</summary>
    public required string Sae { get; init; }

    /// <summary>Index of the feature.</summary>
    public required int Feature { get; init; }

    /// <summary>Mean activation over the matching answers.</summary>
    public required double MeanMatching { get; init; }

    /// <summary>Mean activation over the other answers.</summary>
    public required double MeanNotMatching { get; init; }

    /// <summary>Projection of the vector on the encoder's column.</summary>
    public required double VectorOnEncoder { get; init; }

    /// <summary>Projection of the vector on the decoder's row.</summary>
    public required double VectorOnDecoder { get; init; }

    /// <summary>Activation when the vector is encoded.</summary>
    public required double ActivationOnVector { get; init; }

    /// <summary>What the encoder adds to every input.</summary>
    public required double EncoderBias { get; init; }

    /// <summary>JumpReLU threshold; null for other SAEs.</summary>
    public required double? Threshold { get; init; }

    /// <summary>Mean projection of ordinary text; null without a corpus.</summary>
    public required double? DefaultComponent { get; init; }

    /// <summary>What the SAE's answer is worth.</summary>
    public required FeatureRole Role { get; init; }

    /// <summary>Whether it is active on the vector and on neither class of prompts.</summary>
    public required bool ActivatedByNeitherClass { get; init; }

    /// <summary>The feature whose decoder direction is most opposed; null where it was not searched for.</summary>
    public required int? MostOpposedFeature { get; init; }

    /// <summary>Cosine of the two directions; null where it was not searched for.</summary>
    public required double? MostOpposedCosine { get; init; }

    /// <summary>Those of a decomposition, in the order of the features.</summary>
    /// <param name="decomposition">What the SAE makes of the vector.</param>
    /// <param name="sae">The SAE's name.</param>
    public static IEnumerable<FeatureReading> All(DecompositionArtifact decomposition, string sae)
    {
        ArgumentNullException.ThrowIfNull(decomposition);
        var opposites = decomposition.Opposed.ToDictionary(o => o.Feature);
        foreach (var f in decomposition.Features)
        {
            var opposite = opposites.TryGetValue(f.Feature, out var o) ? o : (OpposedFeature?)null;
            yield return new FeatureReading
            {
                Sae = sae,
                Feature = f.Feature,
                MeanMatching = f.MeanMatching,
                MeanNotMatching = f.MeanNotMatching,
                VectorOnEncoder = f.VectorOnEncoder,
                VectorOnDecoder = f.VectorOnDecoder,
                ActivationOnVector = f.ActivationOnVector,
                EncoderBias = f.EncoderBias,
                Threshold = f.Threshold,
                DefaultComponent = decomposition.DefaultProjections?[f.Feature],
                Role = f.Role,
                ActivatedByNeitherClass = f.ActivatedByNeitherClass,
                MostOpposedFeature = opposite?.Opposed,
                MostOpposedCosine = opposite?.Cosine,
            };
        }
    }

    /// <summary>One of a sweep's.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="store">Its artifacts.</param>
    /// <param name="reference">Which.</param>
    /// <exception cref="InputException">The sweep has no such behaviour, layer, SAE or feature, or has not come so far.</exception>
    /// <exception cref="Artifacts.ArtifactException">The artifact is damaged.</exception>
    public static FeatureReading Of(Preparation.PreparedSweep sweep, Artifacts.ArtifactStore store, FeatureReference reference)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(reference);
        var behaviour = sweep.Behaviours.Index().FirstOrDefault(b => b.Item.Name == reference.Behaviour, (-1, null!)).Index;
        if (behaviour < 0)
        {
            throw Wrong("behaviour", $"'{reference.Behaviour}'", "the sweep's are", sweep.Behaviours.Select(b => b.Name));
        }

        var there = sweep.Saes.Index().Where(s => s.Item.Layer == reference.Layer).ToArray();
        if (there.Length == 0)
        {
            throw sweep.Saes.Count == 0
                ? new InputException("the spec has no saes; only with one is there a feature.")
                : Wrong("layer", $"{reference.Layer}", "those with an SAE are", sweep.Saes.Select(s => $"{s.Layer}").Distinct());
        }

        var (index, sae) = there.Where(s => reference.Sae is null ? there.Length == 1 : s.Item.Name == reference.Sae).FirstOrDefault((-1, null!));
        if (index < 0)
        {
            throw Wrong("sae", reference.Sae is null ? "missing" : $"'{reference.Sae}'", $"those of layer {reference.Layer} are", there.Select(s => s.Item.Name));
        }

        if (reference.Feature < 0 || reference.Feature >= sae.Features)
        {
            throw new InputException($"feature is {reference.Feature}; it should be from 0 to {sae.Features - 1}.");
        }

        var key = Plans.SweepKeys.Of(sweep).Decomposition(behaviour, index);
        return store.Has(key)
            ? All(DecompositionArtifact.From(store.Read(key)), sae.Name).ElementAt(reference.Feature)
            : throw new InputException($"'{reference.Behaviour}' is not decomposed at layer {reference.Layer} yet; steerscope status says how far the sweep is.");
    }

    private static InputException Wrong(string field, string value, string what, IEnumerable<string> known) =>
        new($"{field} is {value}; {what} {string.Join(", ", known)}.");
}
