namespace SteerScope.Persona.Evaluation;

/// <summary>What a model scores on a behaviour.</summary>
/// <param name="Behaviour">Its name.</param>
/// <param name="Accuracy">Share of last answers in persona where two earlier ones tell it.</param>
/// <param name="AccuracyWithoutEvidence">The same where the earlier ones are on other behaviours: 0.5 is what can be known.</param>
/// <param name="SlopeAll">Mean slope per layer with the vector added at all positions.</param>
/// <param name="SlopeAnswer">The same, added from the token that predicts the letter on.</param>
/// <param name="NegativeAll">Share of questions with a slope below 0 per layer, at all positions.</param>
internal sealed record BehaviourScore(
    string Behaviour,
    double Accuracy,
    double AccuracyWithoutEvidence,
    IReadOnlyList<double> SlopeAll,
    IReadOnlyList<double> SlopeAnswer,
    IReadOnlyList<double> NegativeAll);
