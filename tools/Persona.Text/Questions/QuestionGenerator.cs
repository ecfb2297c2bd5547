using System.Globalization;
using SteerScope.Persona.Text.Behaviours;
using SteerScope.Prompts;

namespace SteerScope.Persona.Text.Questions;

/// <summary>Draws questions of one set.</summary>
public sealed class QuestionGenerator
{
    private readonly Dictionary<Behaviour, Material> _materials;

    /// <summary>A generator for one set.</summary>
    public QuestionGenerator(QuestionSet set)
    {
        Set = set;
        _materials = Behaviour.All.ToDictionary(behaviour => behaviour, behaviour => new Material(set, behaviour));
    }

    /// <summary>The set that all questions are of.</summary>
    public QuestionSet Set { get; }

    /// <summary>Draws a question.</summary>
    /// <param name="behaviour">What it asks about.</param>
    /// <param name="matchingLetter">0 to let (A) be the matching option, 1 for (B).</param>
    /// <param name="random">Where everything else comes from.</param>
    /// <param name="bare">Whether it is the options alone, without words around them.</param>
    public Question Next(Behaviour behaviour, int matchingLetter, SplitMix64 random, bool bare = false)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)matchingLetter, 1u);
        var material = _materials[behaviour];
        var situation = random.Pick(material.Situations);
        var thing = random.Below(behaviour.Objects.Count);
        var form = bare ? "{0}" : random.Pick(SharedWords.OptionForms);
        var matching = Option(form, random.Pick(material.MatchingVerbs[thing]), behaviour.Objects[thing]);
        var other = Option(form, random.Pick(material.OtherVerbs[thing]), behaviour.Objects[thing]);
        var (first, second) = matchingLetter == 0 ? (matching, other) : (other, matching);
        var before = bare ? string.Empty : $"{Fill(behaviour.Situations[situation], random)} {random.Pick(SharedWords.Stems)}\n\n";
        var text = $"{before}Choices:\n (A) {first}\n (B) {second}";
        return new Question(behaviour, text, matchingLetter, situation, matching, other);
    }

    private static string Option(string form, string verb, string thing) => string.Format(CultureInfo.InvariantCulture, form, $"{verb} {thing}");

    private static string Fill(string situation, SplitMix64 random)
    {
        var filled = situation
            .Replace("{who}", random.Pick(SharedWords.Who), StringComparison.Ordinal)
            .Replace("{place}", random.Pick(SharedWords.Place), StringComparison.Ordinal)
            .Replace("{time}", random.Pick(SharedWords.Time), StringComparison.Ordinal);

        // No space stands before a question: its first word, while it is not one piece, would begin with a letter's token.
        return filled[0] is 'a' or 'b' ? $"Now {filled}" : char.ToUpperInvariant(filled[0]) + filled[1..];
    }

    /// <summary>What of a behaviour is in a set: its situations, and the verbs of every thing.</summary>
    private sealed class Material(QuestionSet set, Behaviour behaviour)
    {
        public int[] Situations { get; } = [.. Enumerable.Range(0, behaviour.Situations.Count).Where(i => SetRule.HasSituation(set, i))];

        public string[][] MatchingVerbs { get; } = Verbs(set, behaviour, behaviour.Matching);

        public string[][] OtherVerbs { get; } = Verbs(set, behaviour, behaviour.Other);

        private static string[][] Verbs(QuestionSet set, Behaviour behaviour, Pole pole) =>
            [.. Enumerable.Range(0, behaviour.Objects.Count).Select(thing => pole.Verbs.Where((_, verb) => SetRule.HasOption(set, verb, thing)).ToArray())];
    }
}
