using SteerScope.Persona.Text.Questions;
using SteerScope.Prompts;

namespace SteerScope.Persona.Evaluation;

/// <summary>What a score is measured on.</summary>
internal sealed record ScoringOptions
{
    /// <summary>Whose questions. Checkpoints are chosen on validation, the final scores are of test.</summary>
    public QuestionSet Set { get; init; } = QuestionSet.Validation;

    /// <summary>Dialogues per behaviour that accuracy is measured on, with evidence and without.</summary>
    public int Trials { get; init; } = 96;

    /// <summary>Questions per behaviour that vectors are made from.</summary>
    public int VectorQuestions { get; init; } = 60;

    /// <summary>Other questions per behaviour that slopes are measured on.</summary>
    public int SlopeQuestions { get; init; } = 20;

    /// <summary>Where vectors are read.</summary>
    public ReadPosition Read { get; init; } = ReadPosition.Letter;

    /// <summary>Factors on the vectors.</summary>
    public IReadOnlyList<double> Multipliers { get; init; } = [-1, 0, 1];

    /// <summary>Of the questions.</summary>
    public long Seed { get; init; } = 1;
}
