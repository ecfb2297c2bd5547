using SteerScope.Decomposition;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Items;

/// <summary>Runs the decomposition of one vector by one SAE (arXiv 2411.08790, all three findings) from what was captured.</summary>
internal sealed class Decomposer(ISae sae, DecomposeInputs inputs, IReadOnlyList<InputVariant> variants, DecomposeSpec settings)
{
    // Figures show one feature of either kind; a few more go into the artifact, so that a reader can look further.
    private const int Shown = 3;

    // Every opposed feature costs a pass over a decoder row per feature of the SAE.
    private const int OpposedAskedFor = 32;

    /// <summary>Activations of a batch of shards: 64 MiB, what an SAE encodes at a time.</summary>
    private const int RowValues = 1 << 24;

    private readonly SaeFile _file = sae.File;

    /// <summary>The SAE's reconstruction of the vector, which can be steered with.</summary>
    public double[] Reconstruct() => sae.Decode(sae.Encode(inputs.Vector));

    /// <summary>The mean difference of feature activations, decoded.</summary>
    public SignedDecomposition ActivationDifference()
    {
        var (matching, notMatching) = FeatureSums();
        return ActivationDifferenceDecomposition.Of(_file, matching, notMatching, inputs.Vector, settings.Pursuit);
    }

    /// <summary>Signed orthogonal matching pursuit over the decoder.</summary>
    public SignedDecomposition Pursuit() => SignedPursuit.Of(_file, inputs.Vector, settings.Pursuit).Decomposition;

    /// <summary>Everything.</summary>
    public DecompositionArtifact Run()
    {
        var (matchingSums, notMatchingSums) = FeatureSums();
        var mean = inputs.Norms?.MeanActivation;
        double[][] values = [.. variants.Select(Values)];
        var encodings = sae.Encode([new double[inputs.Vector.Length], inputs.Vector, .. values]);
        var (zero, vector) = (encodings[0], encodings[1]);
        var onEncoder = SaeDirections.OnEncoder(_file, mean is null ? [inputs.Vector] : [inputs.Vector, mean]);
        var features = FeatureRoles.Of(
            _file,
            matchingSums,
            notMatchingSums,
            inputs.Vector,
            vector.Activations,
            zero.Activations,
            FeatureRoleRules.Default with { SpuriousShare = settings.SpuriousRatio },
            onEncoder[0]);
        var zeroTop = TopFeatures.Of(zero.Activations, settings.Overlap);
        var reconstruction = Reconstruction.Of(inputs.Vector, sae.Decode(vector), vector.L0);
        var trust = Trustworthiness.Judge(
            TopFeatures.Of(vector.Activations, settings.Overlap),
            zeroTop,
            reconstruction,
            features,
            inputs.FractionOfNormsBelow,
            TrustThresholds.Default with { TopFeatures = settings.Overlap });
        var (signed, alternative) = Signed(matchingSums, notMatchingSums);
        return new DecompositionArtifact
        {
            Inputs = [.. variants.Select((variant, i) => Decompose(variant, values[i], encodings[i + 2]))],
            ZeroTop = zeroTop,
            Features = features,
            DefaultProjections = mean is null ? null : onEncoder[1],
            Opposed = OpposedFeatures.Of(_file, AskOpposed(features)),
            DefaultComponents = Defaults(),
            Distributions = Distributions(features),
            Signed = signed,
            Alternative = alternative.Method switch
            {
                SignedMethod.ActivationDifference => SnakeCase.Of(SteeredVariant.ActivationDifference),
                SignedMethod.SignedPursuit => SnakeCase.Of(SteeredVariant.Pursuit),
                _ => null,
            },
            AlternativeSentence = alternative.Sentence,
            SpuriousShare = trust.SpuriousShare,
            IsTrusted = trust.IsTrusted,
            Verdict = trust.Sentence,
        };
    }

    private double[] Values(InputVariant variant) =>
        DecompositionInput.Of(variant, inputs.Vector, inputs.Norms?.MeanActivation ?? new double[inputs.Vector.Length], inputs.Norms?.Moments.Mean ?? 0).Values;

    private InputDecomposition Decompose(InputVariant variant, double[] values, SaeEncoding encoding) =>
        new(variant, encoding.PreActivations, encoding.Activations, Reconstruction.Of(values, sae.Decode(encoding), encoding.L0));

    private (VectorSums Matching, VectorSums NotMatching) FeatureSums() => (FeatureSums(matching: true), FeatureSums(matching: false));

    /// <summary>Summed shard by shard, as merging asks for, but encoded many shards at a time: one pass over the encoder for as many rows as are held at once.</summary>
    private VectorSums FeatureSums(bool matching)
    {
        var sums = new VectorSums(_file.Spec.Features);
        foreach (var shards in RowBatch.Of(inputs.Rows(matching), Math.Max(1, RowValues / _file.Spec.Features)))
        {
            var shard = new ShardSums(_file.Spec.Features, shards.Counts, sums);
            sae.Encode(shards.Rows, chunk =>
            {
                for (var row = 0; row < chunk.Rows; row++)
                {
                    shard.Add(chunk.ActivationsOf(row));
                }
            });
        }

        return sums;
    }

    private static int[] AskOpposed(FeatureStatistics[] features) =>
        [.. FeatureRoles.ActivatedByNeitherClass(features).Take(OpposedAskedFor).Select(f => f.Feature)
            .Concat(Spurious(features).Take(OpposedAskedFor).Select(f => f.Feature))
            .Concat(Suppressed(features).Take(OpposedAskedFor).Select(f => f.Feature))
            .Distinct()
            .Order()];

    private static IEnumerable<FeatureStatistics> Spurious(FeatureStatistics[] features) =>
        features.Where(f => f.Role == FeatureRole.Spurious).OrderByDescending(f => f.ActivationOnVector).ThenBy(f => f.Feature);

    private static IEnumerable<FeatureStatistics> Suppressed(FeatureStatistics[] features) =>
        features.Where(f => f.Role == FeatureRole.Suppressed).OrderBy(f => f.Difference).ThenBy(f => f.Feature);

    private FeatureDistribution[] Distributions(FeatureStatistics[] features)
    {
        int[] shown = [.. Suppressed(features).Take(Shown).Concat(Spurious(features).Take(Shown)).Select(f => f.Feature).Distinct().Order()];
        var matching = Collect(shown, matching: true);
        var notMatching = Collect(shown, matching: false);
        return [.. shown.Select((feature, i) => new FeatureDistribution(feature, FiveQuantiles.Of(matching[i]), FiveQuantiles.Of(notMatching[i])))];
    }

    private List<double>[] Collect(int[] features, bool matching)
    {
        List<double>[] values = [.. features.Select(_ => new List<double>())];
        if (features.Length == 0)
        {
            return values;
        }

        foreach (var rows in inputs.Rows(matching))
        {
            foreach (var activations in sae.EncodeFeatures(rows, features) ?? EncodeAll(rows, features))
            {
                for (var i = 0; i < features.Length; i++)
                {
                    values[i].Add(activations[i]);
                }
            }
        }

        return values;
    }

    private float[][] EncodeAll(ActivationRows rows, int[] features)
    {
        var result = new float[rows.Count][];
        sae.Encode(rows, chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                var activations = chunk.ActivationsOf(row).ToArray();
                result[chunk.FirstRow + row] = Array.ConvertAll(features, feature => activations[feature]);
            }
        });
        return result;
    }

    private DefaultComponentEntry[] Defaults()
    {
        var (matching, notMatching) = inputs.ActivationSums();
        var scale = inputs.Norms is { } norms && VectorMath.Norm(inputs.Vector) > 0
            ? DecompositionInput.ScaleToNorm(inputs.Vector, norms.Moments.Mean)
            : 0;
        var mean = inputs.Norms?.MeanActivation ?? new double[inputs.Vector.Length];
        var components = DefaultComponent.Of(_file, settings.DefaultComponents, mean, matching.Mean(), notMatching.Mean(), inputs.Vector, scale);
        return [.. components.Select(c =>
        {
            var direction = SaeDirections.Encoder(_file, c.Feature);
            return new DefaultComponentEntry(
                c.Feature,
                c.EncoderBias,
                inputs.Norms is null ? null : c.Corpus,
                c.Matching,
                c.NotMatching,
                c.Vector,
                inputs.Norms is null ? null : c.ScaledVector,
                inputs.Norms is { Sample.Count: > 0 } n ? Projections([n.Sample], direction) : null,
                Projections(inputs.Rows(matching: true), direction),
                Projections(inputs.Rows(matching: false), direction));
        })];
    }

    private static FiveQuantiles Projections(IEnumerable<ActivationRows> shards, double[] direction)
    {
        var values = new List<double>();
        foreach (var rows in shards)
        {
            for (var row = 0; row < rows.Count; row++)
            {
                var values32 = rows.Row(row);
                var sum = 0.0;
                for (var i = 0; i < direction.Length; i++)
                {
                    sum += direction[i] * values32[i];
                }

                values.Add(sum);
            }
        }

        return FiveQuantiles.Of(values);
    }

    private (SignedEntry[] Entries, TrustedAlternative Alternative) Signed(VectorSums matching, VectorSums notMatching)
    {
        // Differences of activations decode to a difference only where decoding is linear.
        var difference = _file.Spec.Normalisation == SaeNormalisation.None
            ? ActivationDifferenceDecomposition.Of(_file, matching, notMatching, inputs.Vector, settings.Pursuit)
            : null;
        var pursuit = Pursuit();
        SignedEntry[] entries =
        [
            .. difference is null ? Array.Empty<SignedEntry>() : [Entry(SteeredVariant.ActivationDifference, difference)],
            Entry(SteeredVariant.Pursuit, pursuit),
        ];
        return (entries, TrustedAlternative.Choose(difference, pursuit));
    }

    private static SignedEntry Entry(SteeredVariant variant, SignedDecomposition decomposition) =>
        new(SnakeCase.Of(variant), decomposition.Terms, decomposition.Reconstruction);
}
