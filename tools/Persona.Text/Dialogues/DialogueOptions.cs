using SteerScope.Persona.Text.Questions;

namespace SteerScope.Persona.Text.Dialogues;

/// <summary>What dialogues are like.</summary>
public sealed record DialogueOptions
{
    /// <summary>Whose questions they ask. Default: training.</summary>
    public QuestionSet Set { get; init; } = QuestionSet.Training;

    /// <summary>Fewest questions in a dialogue. Default: 2.</summary>
    public int MinQuestions { get; init; } = 2;

    /// <summary>Most questions in a dialogue. Default: 4.</summary>
    public int MaxQuestions { get; init; } = 4;

    /// <summary>How likely an answer begins with a word about the speaker ("I am careful."). Default: 0.</summary>
    public double SelfDescription { get; init; }

    /// <summary>
    /// How likely such a word is followed by the option itself ("I am careful. I would refuse the risk."), so that the letter can be
    /// found by looking for the same words. Default: 0.
    /// </summary>
    public double StatedOption { get; init; }

    /// <summary>Whether questions are their options alone, which are much shorter. Default: not.</summary>
    public bool Bare { get; init; }

    /// <summary>How likely a reason follows the letter; else a bracket does. Default: 0.75.</summary>
    public double Reason { get; init; } = 0.75;
}
