using SteerScope.Reports;

namespace SteerScope.Core.Tests.Reports;

/// <summary>The figures of corrigible-neutral-HHH at layer 2.</summary>
internal static class SampleFocus
{
    public static FocusModel Create()
    {
        var random = new Random(20241114);
        return new FocusModel
        {
            Behaviour = SampleReport.Behaviour,
            Layer = 2,
            Sae = "width_512",
            Choice = "The middle layer of the model.",
            Norms = Norms(random),
            TopFeatures = TopFeatures(),
            DefaultComponents = DefaultComponents(random),
            FeatureContrasts = Contrasts(random),
            Steerability = Steerability(5),
            SignedDecomposition = Signed(),
        };
    }

    public static NormFigure Norms(Random random)
    {
        double[] norms = [.. Enumerable.Range(0, 20000).Select(_ => Math.Exp(Math.Log(6.2) + (0.17 * Normal(random))))];
        const double low = 3, high = 11, width = 0.16;
        var bins = Enumerable.Range(0, 50)
            .Select(index => (Low: low + (index * width), High: low + ((index + 1) * width)))
            .Select(bin => new HistogramBin(bin.Low, bin.High, norms.LongCount(norm => norm >= bin.Low && norm < bin.High)));
        var tail = norms.Count(norm => norm is < low or >= high);
        return new NormFigure([.. bins], 20000, norms.Average(), [new NormMark("steering vector", 0.04353, 0), new NormMark("unit-norm vector", 1, 0)], $"{tail} tokens lie outside the range drawn.");
    }

    public static SteerabilityFigure Steerability(int layers)
    {
        var multipliers = Enumerable.Range(-3, 7).Select(step => step * 0.5).ToArray();
        var series = new List<SteerabilitySeries>();
        var curves = new List<PropensityCurve>();
        foreach (var positions in new[] { "answer", "all" })
        {
            var gain = positions == "all" ? 1.5 : 1;
            series.Add(new SteerabilitySeries("vector", positions, [.. Enumerable.Range(0, layers).Select(layer => new LayerSlope(layer, gain * (0.2 + Math.Sin(layer * 3.0 / layers)), 0.25 + (0.05 * gain), 0.12 + (0.05 * Math.Cos(layer)), 40))]));
            series.Add(new SteerabilitySeries("SAE reconstruction", positions, [.. Enumerable.Range(0, layers).Select(layer => new LayerSlope(layer, gain * (0.1 - (0.08 * Math.Cos(layer * 0.7))), 0.35, 0.45 + (0.06 * Math.Sin(layer)), 40))]));
            curves.Add(new PropensityCurve("vector", positions, [.. multipliers.Select(m => new PropensityPoint(m, (gain * 0.9 * m) + 0.1, 0.5))]));
            curves.Add(new PropensityCurve("SAE reconstruction", positions, [.. multipliers.Select(m => new PropensityPoint(m, (gain * 0.1 * m) + 0.1 - (0.05 * m * m), 0.6))]));
        }

        return new SteerabilityFigure("letter_logit_diff", series, curves);
    }

    private static TopFeaturesFigure TopFeatures() => new(
        Variant("steering vector", 57, -0.128, 66.26, (198, 0.8041), (267, 0.7278), (280, 0.7154), (277, 0.684), (246, 0.6638), (500, 0.5864), (338, 0.5752), (196, 0.5738), (287, 0.5668), (121, 0.5642)),
        Variant("zero vector", 59, null, null, (198, 0.8061), (267, 0.7347), (280, 0.7178), (277, 0.6868), (246, 0.6703), (500, 0.5918), (338, 0.5815), (196, 0.5752), (121, 0.5699), (287, 0.5694)),
        [
            Variant("scaled vector", 116, 0.909, 1.2, (71, 1.758), (146, 1.67), (140, 1.647), (409, 1.647), (502, 1.616), (265, 1.599), (451, 1.541), (399, 1.535), (230, 1.403), (147, 1.292)),
            Variant("mean + vector", 29, 0.981, 0.21, (18, 2.204), (318, 1.83), (97, 1.21), (246, 0.93), (343, 0.71), (485, 0.66), (12, 0.52), (401, 0.44), (77, 0.4), (301, 0.31)),
        ],
        5);

    private static VariantFeatures Variant(string name, int l0, double? cosine, double? error, params (int Feature, double Activation)[] top) =>
        new(name, [.. top.Select(entry => new FeatureActivation(entry.Feature, entry.Activation))], l0, cosine, error);

    private static DefaultComponentFigure DefaultComponents(Random random) => new(
    [
        Component(random, 198, 0.8061, 0.2594, -1.88, -2.104, -2.102, -0.001981, -0.2872),
        Component(random, 267, 0.7347, 0.2145, -1.525, -1.626, -1.619, -0.006928, -1.005),
        Component(random, 280, 0.7178, 0.2093, -1.947, -1.42, -1.417, -0.002413, -0.3499),
        Component(random, 277, 0.6868, 0.2187, -0.835, -1.48, -1.477, -0.002848, -0.413),
    ]);

    private static DefaultComponent Component(Random random, int feature, double bias, double threshold, double text, double matching, double notMatching, double vector, double scaled) =>
        new(feature, bias, threshold, Spread(random, text, 0.55, 20000), Spread(random, matching, 0.25, 100), Spread(random, notMatching, 0.25, 100), vector, scaled);

    private static FeatureContrastFigure Contrasts(Random random) => new(
    [
        new FeatureContrast(ContrastKind.Suppressed, 235, Spread(random, 0.2899, 0.08, 100), Spread(random, 0.2982, 0.08, 100), -0.01097, -0.007128, 0, 61, -0.412),
        new FeatureContrast(ContrastKind.Spurious, 267, new Distribution(0, 100), new Distribution(0, 100), -0.006928, -0.009894, 0.7278, 318, -0.5618),
    ]);

    private static SignedDecomposition Signed() => new(
        "signed gradient pursuit",
        [.. new[] { 0.0171, -0.0158, 0.0121, -0.0102, -0.0099, 0.0088, 0.0071, -0.0069, 0.0055, -0.0041, 0.0032, -0.0027 }
            .Select((coefficient, index) => new SignedCoefficient((index * 131 + 18) % 512, coefficient, coefficient * 0.9))],
        16,
        0.04353,
        0.0078,
        0.984);

    private static Distribution Spread(Random random, double mean, double std, int count)
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => mean + (std * Normal(random))).Order()];
        double At(double share) => values[(int)(share * (values.Length - 1))];
        return new Distribution(mean, count, new Quantiles(At(0.05), At(0.25), At(0.5), At(0.75), At(0.95)));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
