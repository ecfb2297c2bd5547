namespace SteerScope.Reports.Pages;

/// <summary>The figures of the chosen behaviour and layer.</summary>
internal static class FocusSection
{
    /// <summary>Headings of the figures, by number from 1.</summary>
    public static IReadOnlyList<string> Headings { get; } =
    [
        "Is the vector as long as an activation?",
        "Are its features those of the zero vector?",
        "What did the subtraction remove?",
        "What can the SAE not say?",
        "Does the vector steer, and does its reconstruction?",
        "What decomposition can be trusted instead?",
    ];

    /// <summary>Writes it.</summary>
    public static void Write(Markup markup, FocusModel? focus)
    {
        markup.Open("section", ("id", "figures"));
        if (focus is null)
        {
            markup.Leaf("h2", "Figures").Leaf("p", "The figures are left out: the sweep made no steering vector.", ("class", "missing")).CloseLine();
            return;
        }

        markup.Leaf("h2", $"{focus.Behaviour} at layer {focus.Layer}");
        markup.Leaf("p", (focus.Sae is { } sae ? $"SAE: {sae}." : "No SAE.") + (focus.Choice is { } choice ? " " + choice : ""), ("class", "lead"));
        Figure(markup, focus, FigureKind.Norms, focus.Norms, NormSection.Write);
        Figure(markup, focus, FigureKind.TopFeatures, focus.TopFeatures, (frame, figure) => TopFeaturesSection.Write(markup, frame, figure));
        Figure(markup, focus, FigureKind.DefaultComponents, focus.DefaultComponents, DefaultComponentSection.Write);
        Figure(markup, focus, FigureKind.FeatureContrasts, focus.FeatureContrasts, FeatureContrastSection.Write);
        Figure(markup, focus, FigureKind.Steerability, focus.Steerability, (frame, figure) => SteerabilitySection.Write(markup, frame, figure, focus.Layer));
        Figure(markup, focus, FigureKind.SignedDecomposition, focus.SignedDecomposition, SignedSection.Write);
        markup.CloseLine();
    }

    private static void Figure<T>(Markup markup, FocusModel focus, FigureKind kind, T? figure, Action<FigureFrame, T> write)
        where T : class
    {
        var frame = new FigureFrame(markup, (int)kind + 1, Headings[(int)kind]);
        if (figure is null)
        {
            frame.Missing(focus.WhyMissing.TryGetValue(kind, out var why) ? why : DefaultReason(focus, kind));
        }
        else if (WhyEmpty(figure) is { } nothing)
        {
            frame.Missing(nothing);
        }
        else
        {
            write(frame, figure);
        }
    }

    private static string? WhyEmpty(object figure) => figure switch
    {
        NormFigure { Count: 0 } => "no token of ordinary text was measured.",
        TopFeaturesFigure { Vector.Top.Count: 0, Zero.Top.Count: 0 } => "no feature is active on the vector, and none on the zero vector.",
        DefaultComponentFigure { Components.Count: 0 } => "no feature has an encoder bias above its threshold.",
        FeatureContrastFigure { Features.Count: 0 } => "no feature is suppressed, and none is spurious.",
        SteerabilityFigure { Series.Count: 0, Curves.Count: 0 } => "no slope was measured.",
        SignedDecomposition { Coefficients.Count: 0 } => "the signed decomposition has no feature.",
        _ => null,
    };

    private static string DefaultReason(FocusModel focus, FigureKind kind) => kind switch
    {
        FigureKind.Norms => "the sweep read no ordinary text, so there are no activation norms to compare with.",
        FigureKind.Steerability => "the sweep added no vector to the model, so there are no slopes.",
        _ when focus.Sae is null => $"the sweep has no SAE for layer {focus.Layer}.",
        _ => "the sweep did not compute its numbers.",
    };
}
