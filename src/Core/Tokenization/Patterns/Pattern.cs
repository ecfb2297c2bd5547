using SteerScope.Tokenization.Json;

namespace SteerScope.Tokenization.Patterns;

/// <summary>A pattern of a tokenizer.json: a literal string or a regular expression.</summary>
internal sealed class Pattern
{
    private const int LongestPattern = 20_000;
    private readonly PatternInstruction[]? _code;
    private readonly string _text;
    private readonly JsonField _field;

    private Pattern(JsonField field, string text, PatternInstruction[]? code)
    {
        _field = field;
        _text = text;
        _code = code;
    }

    /// <summary>Reads <c>{"String": "..."}</c> or <c>{"Regex": "..."}</c>.</summary>
    /// <exception cref="InputException">It is neither, or the expression cannot be read.</exception>
    public static Pattern Read(JsonField field)
    {
        if (field.IsObject && field.Optional("String") is { } literal)
        {
            return literal.Text().Length > 0 ? new Pattern(field, literal.Text(), null) : throw literal.Wrong("a string that is not empty");
        }

        return field.IsObject && field.Optional("Regex") is { } expression
            ? Compile(expression, expression.Text())
            : throw field.Wrong("{\"String\": ...} or {\"Regex\": ...}");
    }

    /// <summary>Compiles a regular expression.</summary>
    /// <param name="field">Where it stands, for messages.</param>
    /// <param name="expression">The expression, in Oniguruma's syntax.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static Pattern Compile(JsonField field, string expression)
    {
        if (expression.Length > LongestPattern)
        {
            throw field.Wrong($"a regular expression of at most {LongestPattern} characters");
        }

        try
        {
            return new Pattern(field, expression, PatternCompiler.Compile(PatternParser.Parse(expression)));
        }
        catch (FormatException e)
        {
            throw new InputException($"{field.File}: {field.Path} is a regular expression that cannot be used, because of {e.Message}.", e);
        }
    }

    /// <summary>
    /// The matches from left to right. As in the onig crate an empty match right behind another match is passed over.
    /// </summary>
    /// <exception cref="InputException">The expression needs too many steps on this text.</exception>
    public List<(int Start, int End)> Matches(string text)
    {
        var matches = new List<(int, int)>();
        try
        {
            var matcher = _code is null ? null : new PatternMatcher(_code, text);
            var lastEnd = -1;
            for (var position = 0; position <= text.Length;)
            {
                if (!Next(matcher, text, position, out var start, out var end))
                {
                    break;
                }

                if (start == end && end == lastEnd)
                {
                    position += position < text.Length ? Width(text, position) : 1;
                    continue;
                }

                matches.Add((start, end));
                position = lastEnd = end;
            }
        }
        catch (PatternTimeoutException e)
        {
            throw new InputException($"{_field.File}: {_field.Path} is a regular expression that takes too long on a text of {text.Length} characters.", e);
        }

        return matches;
    }

    /// <summary>Replaces every match by a text, which is taken literally.</summary>
    public string Replace(string text, string content)
    {
        if (_code is null)
        {
            TextGrowth.Check(text.Length + (text.AsSpan().Count(_text) * ((long)content.Length - _text.Length)), text.Length);
            return text.Replace(_text, content, StringComparison.Ordinal);
        }

        var matches = Matches(text);
        TextGrowth.Check(text.Length + ((long)matches.Count * content.Length) - matches.Sum(match => (long)match.End - match.Start), text.Length);
        var result = new System.Text.StringBuilder(text.Length);
        var done = 0;
        foreach (var (start, end) in matches)
        {
            result.Append(text, done, start - done).Append(content);
            done = end;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private bool Next(PatternMatcher? matcher, string text, int from, out int start, out int end)
    {
        if (matcher is null)
        {
            start = text.IndexOf(_text, from, StringComparison.Ordinal);
            end = start + _text.Length;
            return start >= 0;
        }

        for (start = from; start <= text.Length; start += start < text.Length ? Width(text, start) : 1)
        {
            end = matcher.MatchAt(start);
            if (end >= 0)
            {
                return true;
            }
        }

        end = -1;
        return false;
    }

    private static int Width(string text, int position)
    {
        CodePoints.At(text, position, out var width);
        return width;
    }
}
