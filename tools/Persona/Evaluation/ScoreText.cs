using System.Globalization;

namespace SteerScope.Persona.Evaluation;

/// <summary>Scores as lines for people.</summary>
internal static class ScoreText
{
    /// <summary>One line.</summary>
    public static string Line(Score score)
    {
        var (layer, slope) = score.Best();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"accuracy {score.Accuracy:0.000} with evidence, {score.AccuracyWithoutEvidence:0.000} without; largest mean slope {SlopeText.Of(slope)} at layer {layer}");
    }

    /// <summary>One line per behaviour, with the slope of every layer at all positions.</summary>
    public static IEnumerable<string> Lines(Score score) => score.Behaviours.Select(behaviour => string.Create(
        CultureInfo.InvariantCulture,
        $"  {behaviour.Behaviour,-14} accuracy {behaviour.Accuracy:0.00} / {behaviour.AccuracyWithoutEvidence:0.00}, slopes {Slopes(behaviour.SlopeAll)} (from the answer on {Slopes(behaviour.SlopeAnswer)})"));

    private static string Slopes(IEnumerable<double> slopes) =>
        string.Join(' ', slopes.Select(SlopeText.Of));
}
