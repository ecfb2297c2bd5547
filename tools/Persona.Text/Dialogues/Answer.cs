using SteerScope.Persona.Text.Questions;

namespace SteerScope.Persona.Text.Dialogues;

/// <summary>An answered question of a dialogue.</summary>
/// <param name="Question">The question.</param>
/// <param name="Matching">Whether the speaker matches its behaviour.</param>
/// <param name="HasEvidence">Whether what stands before the letter says so: an earlier answer on the behaviour, or a word about the speaker.</param>
/// <param name="Text">What follows "Answer:", from the space on.</param>
public sealed record Answer(Question Question, bool Matching, bool HasEvidence, string Text)
{
    /// <summary>The letter that is answered.</summary>
    public char Letter => Question.Letter(Matching);
}
