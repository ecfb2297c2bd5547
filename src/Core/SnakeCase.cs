using System.Collections.Frozen;
using System.Text;

namespace SteerScope;

/// <summary>
/// Names of enum members as they stand in specs, tables and file names: <c>LetterLogitDiff</c> is <c>letter_logit_diff</c>.
/// One rule for all, so that a name written to a table can be read back from a spec.
/// </summary>
public static class SnakeCase
{
    /// <summary>The member's name in lower case, an underscore before every capital but the first.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        Names<TEnum>.Of.TryGetValue(value, out var name) ? name : throw new ArgumentOutOfRangeException(nameof(value), value, $"No member of {typeof(TEnum).Name}.");

    /// <summary>All names of an enum, in the order of its members.</summary>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(Of)];

    /// <summary>The member with that name.</summary>
    /// <param name="text">A name as <see cref="Of"/> gives it.</param>
    /// <param name="field">Where the name was found, for the error.</param>
    /// <exception cref="InputException">No member has that name.</exception>
    public static TEnum Parse<TEnum>(string text, string field)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(Of(value), text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        throw new InputException($"{field} is '{text}', and must be one of {string.Join(", ", All<TEnum>())}.");
    }

    private static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    // Tables name a member in every row: made anew, the names would outweigh what else is in the row.
    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> Of = Enum.GetValues<TEnum>().Distinct().ToFrozenDictionary(value => value, value => SnakeCase.Of(Enum.GetName(value)!));
    }
}
