using SteerScope.Reports;

namespace SteerScope.Core.Tests.Reports;

/// <summary>Reports at the edges of what a sweep can give.</summary>
internal static class SampleExtremes
{
    public const string Hostile = "<script>alert(\"x\")</script> & 'quoted' \u0001 \ud800 ]]>";

    public static IReadOnlyDictionary<string, Func<ReportModel>> All { get; } = new Dictionary<string, Func<ReportModel>>
    {
        ["sample"] = SampleReport.Create,
        ["bare"] = Bare,
        ["nothing missing but the SAE"] = WithoutSae,
        ["one layer"] = OneLayer,
        ["many layers"] = ManyLayers,
        ["huge"] = () => Scaled(1e6),
        ["tiny"] = () => Scaled(1e-9),
        ["beyond"] = () => Scaled(1e200),
        ["not finite"] = () => Scaled(double.NaN),
        ["infinite"] = () => Scaled(double.PositiveInfinity),
        ["empty"] = Empty,
        ["hostile"] = HostileNames,
    };

    public static ReportModel Bare() => new() { Sweep = SampleReport.Sweep() with { Date = null, Behaviours = [], Saes = [], Further = [], Versions = [], Digests = [] } };

    public static ReportModel WithoutSae() => SampleReport.Create() with
    {
        Focus = SampleFocus.Create() with { Sae = null, TopFeatures = null, DefaultComponents = null, FeatureContrasts = null, SignedDecomposition = null },
        Layers = [new LayerRow { Behaviour = SampleReport.Behaviour, Layer = 2, Norm = 0.0435, SlopeVector = 0.0004 }],
    };

    public static ReportModel OneLayer() => SampleReport.Create() with
    {
        Focus = SampleFocus.Create() with { Layer = 0, Steerability = SampleFocus.Steerability(1) },
        Layers = [SampleReport.Create().Layers[0]],
    };

    public static ReportModel ManyLayers()
    {
        var template = SampleReport.Create().Layers[2];
        return SampleReport.Create() with
        {
            Focus = SampleFocus.Create() with { Layer = 57, Steerability = SampleFocus.Steerability(100) },
            Layers = [.. Enumerable.Range(0, 100).Select(layer => template with { Layer = layer, Norm = template.Norm * (layer + 1) })],
        };
    }

    /// <summary>Norms, activations and slopes times a factor.</summary>
    public static ReportModel Scaled(double factor)
    {
        var focus = SampleFocus.Create();
        var slopes = focus.Steerability!;
        return SampleReport.Create() with
        {
            Focus = focus with
            {
                Norms = new NormFigure(
                    double.IsFinite(factor) ? [.. focus.Norms!.Bins.Select(bin => new HistogramBin(bin.Low * factor, bin.High * factor, bin.Count))] : [],
                    20000,
                    6.3 * factor,
                    [new NormMark("steering vector", factor, 0), new NormMark("a vector far out", 1000 * factor, 1)],
                    null),
                TopFeatures = focus.TopFeatures! with { Vector = focus.TopFeatures!.Vector with { Top = [.. focus.TopFeatures.Vector.Top.Select(entry => entry with { Activation = entry.Activation * factor })] } },
                DefaultComponents = new DefaultComponentFigure([.. focus.DefaultComponents!.Components.Select(component => component with { Vector = component.Vector * factor, RandomText = new Distribution(-2 * factor, 1) })]),
                FeatureContrasts = new FeatureContrastFigure([.. focus.FeatureContrasts!.Features.Select(feature => feature with { VectorOnEncoder = factor, VectorOnDecoder = -factor })]),
                Steerability = slopes with { Series = [.. slopes.Series.Select(series => series with { Layers = [.. series.Layers.Select(point => point with { Mean = point.Mean * factor, Std = point.Std * factor })] })] },
                SignedDecomposition = focus.SignedDecomposition! with { Coefficients = [.. focus.SignedDecomposition!.Coefficients.Select(entry => entry with { Coefficient = entry.Coefficient * factor })], ResidualNorm = factor, VectorNorm = factor },
            },
            Layers = [.. SampleReport.Create().Layers.Select(row => row with { Norm = row.Norm * factor, RelativeError = row.RelativeError * factor, SlopeVector = factor })],
        };
    }

    /// <summary>Every figure is there and none holds anything.</summary>
    public static ReportModel Empty()
    {
        var nothing = new VariantFeatures("steering vector", []);
        return SampleReport.Create() with
        {
            Focus = SampleFocus.Create() with
            {
                Norms = new NormFigure([new HistogramBin(0, 0, 0), new HistogramBin(0, 0, 0)], 0, 0, [], null),
                TopFeatures = new TopFeaturesFigure(nothing, nothing with { Name = "zero vector" }, [], 5),
                DefaultComponents = new DefaultComponentFigure([]),
                FeatureContrasts = new FeatureContrastFigure([]),
                Steerability = new SteerabilityFigure("letter_logit_diff", [], []),
                SignedDecomposition = new SignedDecomposition("signed gradient pursuit", [], 0, 0, 0, null),
            },
            Layers = [],
            Verdicts = [],
            Warnings = new ReportWarnings(),
        };
    }

    public static ReportModel HostileNames()
    {
        var model = SampleReport.Create();
        return model with
        {
            Sweep = model.Sweep with { Name = Hostile, ModelName = Hostile, Template = Hostile, Behaviours = [Hostile], Digests = [new NamedValue(Hostile, Hostile)] },
            Verdicts = [new BehaviourVerdict(Hostile, TrustLevel.Doubtful, [Hostile])],
            Focus = model.Focus! with
            {
                Behaviour = Hostile,
                Sae = Hostile,
                Norms = model.Focus!.Norms! with { Vectors = [new NormMark(Hostile, 1, 0.5)], TailNote = Hostile },
                TopFeatures = model.Focus.TopFeatures! with { Vector = model.Focus.TopFeatures!.Vector with { Name = Hostile } },
                Steerability = new SteerabilityFigure(Hostile, [new SteerabilitySeries(Hostile, Hostile, [new LayerSlope(2, 1, 1, 0.5, 3)])], [new PropensityCurve(Hostile, Hostile, [new PropensityPoint(1, 1, null)])]),
                SignedDecomposition = model.Focus.SignedDecomposition! with { Method = Hostile },
            },
            Layers = [.. model.Layers.Select(row => row with { Behaviour = Hostile, Sae = Hostile })],
            Meaning = Hostile,
            Warnings = new ReportWarnings { Omitted = [new OmittedPairs(Hostile, Hostile, 1)], Failed = [new FailedItem(Hostile, Hostile, 1)], Notes = [Hostile] },
        };
    }
}
