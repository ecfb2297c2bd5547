namespace SteerScope.Prompts;

/// <summary>
/// Which answers are used. An answer is a letter when nothing but brackets, white space and a closing <c>.</c>, <c>:</c> or
/// <c>)</c> stands around it: <c> (A)</c>, <c>A</c>, <c>[b]</c>, <c>A.</c>.
/// </summary>
public sealed class LetterRule
{
    private LetterRule(bool lettersOnly, IReadOnlyList<string> allowed)
    {
        LettersOnly = lettersOnly;
        Allowed = allowed;
    }

    /// <summary>Any answers. Two letters must differ in exactly one token; for other answers the first differing token is read.</summary>
    public static LetterRule Any { get; } = new(lettersOnly: false, []);

    /// <summary>Only letters, whichever.</summary>
    public static LetterRule Only { get; } = new(lettersOnly: true, []);

    /// <summary>Whether answers that are not letters are left out.</summary>
    public bool LettersOnly { get; }

    /// <summary>The letters that are used; all when empty.</summary>
    public IReadOnlyList<string> Allowed { get; }

    /// <summary>Only these letters.</summary>
    /// <exception cref="ArgumentException">Fewer than two, twice the same, or one that is not a single ASCII letter.</exception>
    public static LetterRule Of(IReadOnlyList<string> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        if (letters.Count < 2 || letters.Distinct(StringComparer.Ordinal).Count() != letters.Count || letters.Any(letter => letter.Length != 1 || !char.IsAsciiLetter(letter[0])))
        {
            throw new ArgumentException("At least two different single letters are needed.", nameof(letters));
        }

        return new LetterRule(lettersOnly: true, [.. letters]);
    }

    /// <summary>The letter that an answer is, or null when it is another text.</summary>
    public static string? LetterOf(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var text = answer.AsSpan().Trim();
        text = text.Length > 1 ? text.TrimEnd(".:").TrimEnd() : text;
        if (text.Length >= 3 && ((text[0] == '(' && text[^1] == ')') || (text[0] == '[' && text[^1] == ']')))
        {
            text = text[1..^1].Trim();
        }
        else if (text.Length == 2 && text[1] == ')')
        {
            text = text[..1];
        }

        return text.Length == 1 && char.IsAsciiLetter(text[0]) ? text.ToString() : null;
    }
}
