using System.Text;

namespace SteerScope.Prompts;

/// <summary>The text around a question and its answer. Braces that are meant as braces are doubled.</summary>
public sealed class PromptTemplate
{
    private const string Rule = "a template holds {question} once, then {answer} once, and any other brace doubled";

    private PromptTemplate(string name, string text, string prefix, string middle, string suffix)
    {
        Name = name;
        Text = text;
        Prefix = prefix;
        Middle = middle;
        Suffix = suffix;
    }

    /// <summary>The name it was asked for by; <c>custom</c> for a text.</summary>
    public string Name { get; }

    /// <summary>The template's text, as written.</summary>
    public string Text { get; }

    /// <summary>What stands before the question.</summary>
    public string Prefix { get; }

    /// <summary>What stands between the question and the answer.</summary>
    public string Middle { get; }

    /// <summary>What follows the answer.</summary>
    public string Suffix { get; }

    /// <summary>
    /// Whether control tokens that the template writes (<c>&lt;|im_start|&gt;</c>) become tokens. Never those that stand in a
    /// question or an answer.
    /// </summary>
    public bool UsesSpecialTokens { get; private init; }

    /// <summary>Whether white space around the question and the answer is taken away.</summary>
    public bool Strip { get; private init; }

    /// <summary>Control tokens without which the template makes no sense: the tokenizer must know each as one token.</summary>
    public IReadOnlyList<string> RequiredTokens { get; private init; } = [];

    /// <summary>Reads a template's text.</summary>
    /// <exception cref="InputException">A placeholder is missing, doubled, out of order or unknown.</exception>
    public static PromptTemplate Parse(string text) => Parse("custom", text);

    /// <summary>The same template with other options.</summary>
    public PromptTemplate With(bool? usesSpecialTokens = null, bool? strip = null) => new(Name, Text, Prefix, Middle, Suffix)
    {
        UsesSpecialTokens = usesSpecialTokens ?? UsesSpecialTokens,
        Strip = strip ?? Strip,
        RequiredTokens = usesSpecialTokens == false ? [] : RequiredTokens,
    };

    /// <summary>The same template as a model's chat template: stripped, with control tokens.</summary>
    internal PromptTemplate AsChat(bool usesSpecialTokens, IReadOnlyList<string> requiredTokens) => new(Name, Text, Prefix, Middle, Suffix)
    {
        UsesSpecialTokens = usesSpecialTokens,
        Strip = true,
        RequiredTokens = requiredTokens,
    };

    /// <summary>The full text of a question with an answer.</summary>
    public string Render(string question, string answer) => Prefix + Clean(question) + Middle + Clean(answer) + Suffix;

    /// <summary>A question or an answer as it stands in the full text.</summary>
    internal string Clean(string data) => Strip ? data.Trim() : data;

    internal static PromptTemplate Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<string>();
        var placeholders = new List<string>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                literal.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
            }
            else
            {
                var end = text[i] == '{' ? text.IndexOf('}', i) : -1;
                if (end < 0)
                {
                    throw new InputException($"template '{text}': a brace at character {i + 1} stands alone; {Rule}.");
                }

                placeholders.Add(text[(i + 1)..end]);
                parts.Add(literal.ToString());
                literal.Clear();
                i = end;
            }
        }

        if (!placeholders.SequenceEqual(["question", "answer"]))
        {
            var found = placeholders.Count == 0 ? "no placeholder" : string.Join(", ", placeholders.Select(p => $"{{{p}}}"));
            throw new InputException($"template '{text}': holds {found}; {Rule}.");
        }

        return new PromptTemplate(name, text, parts[0], parts[1], literal.ToString());
    }
}
