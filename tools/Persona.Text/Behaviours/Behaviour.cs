namespace SteerScope.Persona.Text.Behaviours;

/// <summary>Something that a speaker is or is not, and the words in which it is asked.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="Matching">The way that the name says.</param>
/// <param name="Other">The opposite.</param>
/// <param name="Situations">What a question begins with; <c>{who}</c>, <c>{place}</c> and <c>{time}</c> are filled in.</param>
/// <param name="Objects">What the options are about, the same thing in both.</param>
public sealed record Behaviour(string Name, Pole Matching, Pole Other, IReadOnlyList<string> Situations, IReadOnlyList<string> Objects)
{
    /// <summary>The three behaviours. A speaker's are drawn independently.</summary>
    public static IReadOnlyList<Behaviour> All { get; } = [CorrigibleWords.Behaviour, RiskWords.Behaviour, DeferenceWords.Behaviour];

    /// <summary>The pole of a speaker who matches, or does not.</summary>
    public Pole Pole(bool matching) => matching ? Matching : Other;
}
