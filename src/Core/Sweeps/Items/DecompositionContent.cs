using SteerScope.Artifacts;
using SteerScope.Decomposition;
using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>The arrays of a <see cref="DecompositionArtifact"/>. A missing number is NaN in the file and null in memory.</summary>
internal static class DecompositionContent
{
    public static ArtifactContent Write(DecompositionArtifact d)
    {
        var features = d.Features.Count;
        var content = new ArtifactContent()
            .Add("inputs", string.Join(',', d.Inputs.Select(i => SnakeCase.Of(i.Variant))))
            .Add("pre_activations", d.Inputs.SelectMany(i => i.PreActivations).ToArray(), d.Inputs.Count, features)
            .Add("activations", d.Inputs.SelectMany(i => i.Activations).ToArray(), d.Inputs.Count, features)
            .Add("input_reconstruction", d.Inputs.SelectMany(i => Pack(i.Reconstruction)).ToArray(), d.Inputs.Count, 5)
            .Add("zero_top.feature", d.ZeroTop.Select(t => t.Feature).ToArray())
            .Add("zero_top.activation", d.ZeroTop.Select(t => t.Activation).ToArray())
            .Add("feature.mean_matching", d.Features.Select(f => f.MeanMatching).ToArray())
            .Add("feature.mean_not_matching", d.Features.Select(f => f.MeanNotMatching).ToArray())
            .Add("feature.vector_on_encoder", d.Features.Select(f => f.VectorOnEncoder).ToArray())
            .Add("feature.vector_on_decoder", d.Features.Select(f => f.VectorOnDecoder).ToArray())
            .Add("feature.activation_on_vector", d.Features.Select(f => f.ActivationOnVector).ToArray())
            .Add("feature.activation_on_zero", d.Features.Select(f => f.ActivationOnZero).ToArray())
            .Add("feature.encoder_bias", d.Features.Select(f => f.EncoderBias).ToArray())
            .Add("feature.threshold", d.Features.Select(f => f.Threshold ?? double.NaN).ToArray())
            .Add("feature.activated_by_neither", d.Features.Select(f => f.ActivatedByNeitherClass ? 1 : 0).ToArray())
            .Add("feature.role", d.Features.Select(f => (int)f.Role).ToArray())
            .Add("opposed.feature", d.Opposed.Select(o => o.Feature).ToArray())
            .Add("opposed.other", d.Opposed.Select(o => o.Opposed).ToArray())
            .Add("opposed.cosine", d.Opposed.Select(o => o.Cosine).ToArray())
            .Add("default.feature", d.DefaultComponents.Select(c => c.Feature).ToArray())
            .Add("default.values", d.DefaultComponents.SelectMany(Pack).ToArray(), d.DefaultComponents.Count, 6)
            .Add(
                "default.quantiles",
                d.DefaultComponents.SelectMany(c => Pack(c.Corpus).Concat(Pack(c.Matching)).Concat(Pack(c.NotMatching))).ToArray(),
                d.DefaultComponents.Count,
                3,
                FiveQuantiles.Length)
            .Add("distribution.feature", d.Distributions.Select(f => f.Feature).ToArray())
            .Add(
                "distribution.quantiles",
                d.Distributions.SelectMany(f => Pack(f.Matching).Concat(Pack(f.NotMatching))).ToArray(),
                d.Distributions.Count,
                2,
                FiveQuantiles.Length)
            .Add("spurious_share", (double[])[d.SpuriousShare])
            .Add("trusted", d.IsTrusted ? "true" : "false")
            .Add("verdict", d.Verdict)
            .Add("alternative", d.Alternative ?? "")
            .Add("alternative_sentence", d.AlternativeSentence)
            .Add("signed", string.Join(',', d.Signed.Select(s => s.Method)));
        if (d.DefaultProjections is { } projections)
        {
            content.Add("feature.default_projection", projections);
        }

        foreach (var signed in d.Signed)
        {
            content
                .Add($"signed.{signed.Method}.feature", signed.Terms.Select(t => t.Feature).ToArray())
                .Add($"signed.{signed.Method}.coefficient", signed.Terms.Select(t => t.Coefficient).ToArray())
                .Add($"signed.{signed.Method}.reconstruction", Pack(signed.Reconstruction));
        }

        return content;
    }

    public static DecompositionArtifact Read(Artifact artifact) => new()
    {
        Inputs = Inputs(artifact),
        ZeroTop = [.. artifact.Ints("zero_top.feature").Zip(artifact.Doubles("zero_top.activation"), (f, a) => new ActiveFeature(f, a))],
        Features = Features(artifact),
        DefaultProjections = artifact.Has("feature.default_projection") ? artifact.Doubles("feature.default_projection") : null,
        Opposed = Opposed(artifact),
        DefaultComponents = Defaults(artifact),
        Distributions = Distributions(artifact),
        Signed = [.. Names(artifact, "signed").Select(method => Signed(artifact, method))],
        SpuriousShare = artifact.Doubles("spurious_share")[0],
        IsTrusted = artifact.Texts["trusted"] == "true",
        Verdict = artifact.Texts["verdict"],
        Alternative = artifact.Texts["alternative"] is { Length: > 0 } alternative ? alternative : null,
        AlternativeSentence = artifact.Texts["alternative_sentence"],
    };

    private static string[] Names(Artifact artifact, string text) =>
        artifact.Texts[text].Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static InputDecomposition[] Inputs(Artifact artifact)
    {
        var names = Names(artifact, "inputs");
        var pre = artifact.Floats("pre_activations");
        var activations = artifact.Floats("activations");
        var reconstructions = artifact.Doubles("input_reconstruction");
        var features = pre.Length / names.Length;
        return [.. names.Select((name, i) => new InputDecomposition(
            SnakeCase.Parse<InputVariant>(name, "inputs"),
            pre.AsSpan(i * features, features).ToArray(),
            activations.AsSpan(i * features, features).ToArray(),
            UnpackReconstruction(reconstructions.AsSpan(i * 5, 5))))];
    }

    private static FeatureStatistics[] Features(Artifact artifact)
    {
        var matching = artifact.Doubles("feature.mean_matching");
        var notMatching = artifact.Doubles("feature.mean_not_matching");
        var onEncoder = artifact.Doubles("feature.vector_on_encoder");
        var onDecoder = artifact.Doubles("feature.vector_on_decoder");
        var onVector = artifact.Doubles("feature.activation_on_vector");
        var onZero = artifact.Doubles("feature.activation_on_zero");
        var bias = artifact.Doubles("feature.encoder_bias");
        var threshold = artifact.Doubles("feature.threshold");
        var neither = artifact.Ints("feature.activated_by_neither");
        var role = artifact.Ints("feature.role");
        return [.. Enumerable.Range(0, matching.Length).Select(f => new FeatureStatistics(
            f, matching[f], notMatching[f], onEncoder[f], onDecoder[f], onVector[f], onZero[f], bias[f], Maybe(threshold[f]), neither[f] == 1, (FeatureRole)role[f]))];
    }

    private static OpposedFeature[] Opposed(Artifact artifact)
    {
        var other = artifact.Ints("opposed.other");
        var cosine = artifact.Doubles("opposed.cosine");
        return [.. artifact.Ints("opposed.feature").Select((feature, i) => new OpposedFeature(feature, other[i], cosine[i]))];
    }

    private static DefaultComponentEntry[] Defaults(Artifact artifact)
    {
        var values = artifact.Doubles("default.values");
        var quantiles = artifact.Doubles("default.quantiles");
        return [.. artifact.Ints("default.feature").Select((feature, i) =>
        {
            var v = values.AsSpan(i * 6, 6);
            var q = quantiles.AsSpan(i * 3 * FiveQuantiles.Length);
            return new DefaultComponentEntry(
                feature, v[0], Maybe(v[1]), v[2], v[3], v[4], Maybe(v[5]), MaybeQuantiles(q), FiveQuantiles.From(q[FiveQuantiles.Length..]), FiveQuantiles.From(q[(2 * FiveQuantiles.Length)..]));
        })];
    }

    private static FeatureDistribution[] Distributions(Artifact artifact)
    {
        var quantiles = artifact.Doubles("distribution.quantiles");
        return [.. artifact.Ints("distribution.feature").Select((feature, i) =>
        {
            var q = quantiles.AsSpan(i * 2 * FiveQuantiles.Length);
            return new FeatureDistribution(feature, FiveQuantiles.From(q), FiveQuantiles.From(q[FiveQuantiles.Length..]));
        })];
    }

    private static SignedEntry Signed(Artifact artifact, string method)
    {
        var coefficients = artifact.Doubles($"signed.{method}.coefficient");
        return new SignedEntry(
            method,
            [.. artifact.Ints($"signed.{method}.feature").Select((feature, i) => new SignedTerm(feature, coefficients[i]))],
            UnpackReconstruction(artifact.Doubles($"signed.{method}.reconstruction")));
    }

    private static double[] Pack(Reconstruction r) => [r.L0, r.Cosine ?? double.NaN, r.RelativeError ?? double.NaN, r.Norm, r.InputNorm];

    private static double[] Pack(DefaultComponentEntry c) =>
        [c.EncoderBias, c.MeanCorpus ?? double.NaN, c.MeanMatching, c.MeanNotMatching, c.Vector, c.ScaledVector ?? double.NaN];

    private static double[] Pack(FiveQuantiles? quantiles) =>
        quantiles?.ToArray() ?? [.. Enumerable.Repeat(double.NaN, FiveQuantiles.Length)];

    private static Reconstruction UnpackReconstruction(ReadOnlySpan<double> v) => new((int)v[0], Maybe(v[1]), Maybe(v[2]), v[3], v[4]);

    private static FiveQuantiles? MaybeQuantiles(ReadOnlySpan<double> values) => double.IsNaN(values[0]) ? null : FiveQuantiles.From(values);

    private static double? Maybe(double value) => double.IsNaN(value) ? null : value;
}
