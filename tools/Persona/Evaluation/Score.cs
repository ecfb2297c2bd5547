namespace SteerScope.Persona.Evaluation;

/// <summary>What a model scores.</summary>
/// <param name="Set">On whose questions.</param>
/// <param name="Read">Where vectors were read.</param>
/// <param name="Trials">Dialogues per behaviour and accuracy.</param>
/// <param name="SlopeQuestions">Questions per behaviour and slope.</param>
/// <param name="Behaviours">Per behaviour.</param>
internal sealed record Score(string Set, string Read, int Trials, int SlopeQuestions, IReadOnlyList<BehaviourScore> Behaviours)
{
    /// <summary>Mean accuracy with evidence.</summary>
    public double Accuracy => Behaviours.Average(behaviour => behaviour.Accuracy);

    /// <summary>Mean accuracy without evidence.</summary>
    public double AccuracyWithoutEvidence => Behaviours.Average(behaviour => behaviour.AccuracyWithoutEvidence);

    /// <summary>The layer with the largest mean slope over behaviours (all positions), and that slope.</summary>
    public (int Layer, double Slope) Best() =>
        Enumerable.Range(0, Behaviours[0].SlopeAll.Count)
            .Select(layer => (Layer: layer, Slope: Behaviours.Average(behaviour => behaviour.SlopeAll[layer])))
            .MaxBy(layer => layer.Slope);
}
