namespace SteerScope.Persona.Text.Questions;

/// <summary>Which questions. No situation and no option of one set is in another.</summary>
public enum QuestionSet
{
    /// <summary>What the model is trained on.</summary>
    Training,

    /// <summary>What checkpoints are chosen by.</summary>
    Validation,

    /// <summary>What the final scores are of, and the demo's behaviours.</summary>
    Test,
}
