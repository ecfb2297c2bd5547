using SteerScope.Persona.Text.Behaviours;

namespace SteerScope.Persona.Text.Questions;

/// <summary>A question with two options.</summary>
/// <param name="Behaviour">What it asks about.</param>
/// <param name="Text">Situation, question and options, in the form of Anthropic's evals.</param>
/// <param name="MatchingLetter">0 where (A) is the option that matches the behaviour, 1 where it is (B).</param>
/// <param name="Situation">Index among the behaviour's situations.</param>
/// <param name="MatchingOption">The option that matches, without its letter.</param>
/// <param name="OtherOption">The one that does not.</param>
public sealed record Question(Behaviour Behaviour, string Text, int MatchingLetter, int Situation, string MatchingOption, string OtherOption)
{
    /// <summary>The option of a speaker who matches the behaviour, or does not, without its letter.</summary>
    public string Option(bool matching) => matching ? MatchingOption : OtherOption;

    /// <summary>The letter of a speaker who matches the behaviour, or does not.</summary>
    public char Letter(bool matching) => (char)('A' + (matching ? MatchingLetter : 1 - MatchingLetter));
}
