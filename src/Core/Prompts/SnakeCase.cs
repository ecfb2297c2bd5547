using System.Text;

namespace SteerScope.Prompts;

/// <summary>Spells names of the code the way files and tables write them: <c>LastAnswerToken</c> is <c>last_answer_token</c>.</summary>
public static class SnakeCase
{
    /// <summary>The name of an enum's value in lower case, words parted by underscores.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Of(value.ToString());

    /// <summary>A Pascal-case name in lower case, words parted by underscores.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
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
}
