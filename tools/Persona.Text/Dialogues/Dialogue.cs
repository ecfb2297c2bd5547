namespace SteerScope.Persona.Text.Dialogues;

/// <summary>Questions to one speaker, who keeps a persona, and the answers.</summary>
/// <param name="Persona">Whether the speaker matches each of <see cref="Behaviours.Behaviour.All"/>.</param>
/// <param name="Answers">The answered questions in order.</param>
public sealed record Dialogue(IReadOnlyList<bool> Persona, IReadOnlyList<Answer> Answers)
{
    /// <summary>The text. Every letter in a bracket is an option or an answer: per question (A), (B), and the answer.</summary>
    public string Text => string.Join("\n\n", Answers.Select(answer => $"{answer.Question.Text}\n\nAnswer:{answer.Text}"));

    /// <summary>The text up to the last answer, which is left out: as a question of which the template makes the same text again.</summary>
    public string TextBeforeLastAnswer =>
        string.Concat(Answers.SkipLast(1).Select(answer => $"{answer.Question.Text}\n\nAnswer:{answer.Text}\n\n")) + Answers[^1].Question.Text;
}
