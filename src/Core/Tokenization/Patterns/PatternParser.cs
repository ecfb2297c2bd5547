using System.Globalization;

namespace SteerScope.Tokenization.Patterns;

/// <summary>
/// Reads regular expressions as Oniguruma does in its own syntax, which is what the tokenizers library uses
/// (https://github.com/kkos/oniguruma/blob/master/doc/RE): <c>^</c> and <c>$</c> are always those of lines, <c>\h</c> is a hex digit,
/// a <c>+</c> behind <c>{n,m}</c> repeats it. What cannot be read exactly is refused.
/// </summary>
internal sealed partial class PatternParser
{
    private const int DeepestGroup = 100;
    private const int LargestCount = 1_000;

    private readonly string _pattern;
    private int _position;
    private int _depth;
    private bool _ignoreCase;
    private bool _dotMatchesNewline;

    private PatternParser(string pattern) => _pattern = pattern;

    private bool AtEnd => _position == _pattern.Length;

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">It is malformed or uses something that is not supported.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(CodePoints.WellFormed(pattern));
        var node = parser.ParseChoice();
        return parser.AtEnd ? node : throw parser.Bad("a ')' without '('");
    }

    private PatternNode ParseChoice()
    {
        if (++_depth > DeepestGroup)
        {
            throw Bad("groups nested too deep");
        }

        var options = new List<PatternNode> { ParseSequence() };
        while (Take('|'))
        {
            options.Add(ParseSequence());
        }

        _depth--;
        return options.Count == 1 ? options[0] : new PatternNode.Choice(options);
    }

    private PatternNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        while (!AtEnd && _pattern[_position] is not ('|' or ')'))
        {
            parts.Add(ParseQuantified());
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode ParseQuantified()
    {
        var node = ParseAtom();
        while (!AtEnd)
        {
            var start = _position;
            var (min, max) = (0, int.MaxValue);
            var interval = false;
            if (Take('+'))
            {
                min = 1;
            }
            else if (Take('?'))
            {
                max = 1;
            }
            else if (Peek('{') && TryInterval(out min, out max))
            {
                interval = true;
            }
            else if (!Take('*'))
            {
                break;
            }

            if (node is PatternNode.At or PatternNode.Look)
            {
                throw Bad("a repeat of an anchor or look-around");
            }

            if (max == int.MaxValue && node.MinWidth == 0)
            {
                throw Bad($"'{_pattern[start.._position]}' on something that can be empty");
            }

            var lazy = (!interval || min != max) && Take('?');
            node = new PatternNode.Repeat(node, min, max, lazy);
            if (!interval && !lazy && Take('+'))
            {
                node = new PatternNode.Atomic(node);
            }
        }

        return node;
    }

    // {n}, {n,}, {,m}, {n,m}; anything else in braces is literal.
    private bool TryInterval(out int min, out int max)
    {
        (min, max) = (0, 0);
        var close = _pattern.IndexOf('}', _position);
        if (close < 0)
        {
            return false;
        }

        var parts = _pattern[(_position + 1)..close].Split(',');
        if (parts.Length > 2 || parts.All(p => p.Length == 0) || !parts.All(p => p.All(char.IsAsciiDigit)))
        {
            return false;
        }

        min = Count(parts[0], 0);
        max = parts.Length == 1 ? min : Count(parts[1], int.MaxValue);
        _position = close + 1;
        return min <= max ? true : throw Bad("a repeat whose minimum is above its maximum");
    }

    private int Count(string digits, int absent)
    {
        if (digits.Length == 0)
        {
            return absent;
        }

        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= LargestCount
            ? count
            : throw Bad($"a repeat of more than {LargestCount}");
    }

    private PatternNode ParseAtom()
    {
        var symbol = Next();
        return symbol switch
        {
            '(' => ParseGroup(),
            '[' => new PatternNode.One(ToSet(ParseClass())),
            '.' when _dotMatchesNewline => new PatternNode.One(new CodePointSet(_ => true)),
            '.' => new PatternNode.One(new CodePointSet(p => p != '\n')),
            '^' => new PatternNode.At(PatternAnchor.LineStart),
            '$' => new PatternNode.At(PatternAnchor.LineEnd),
            '*' or '+' or '?' => throw Bad($"a '{(char)symbol}' with nothing to repeat"),
            '\\' => ParseEscape(),
            _ => Literal(symbol),
        };
    }

    private PatternNode.One Literal(int point) => new(ToSet(p => p == point));

    private CodePointSet ToSet(Func<int, bool> test)
    {
        if (!_ignoreCase)
        {
            return new CodePointSet(test);
        }

        return new CodePointSet(CaseVariants.Of(test));
    }

    private PatternNode ParseEscape()
    {
        var start = _position;
        var symbol = Next();
        switch (symbol)
        {
            case 'A':
                return new PatternNode.At(PatternAnchor.TextStart);
            case 'z':
                return new PatternNode.At(PatternAnchor.TextEnd);
            case 'Z':
                return new PatternNode.At(PatternAnchor.TextEndOrLastNewline);
            case 'b':
                return new PatternNode.At(PatternAnchor.WordBoundary);
            case 'B':
                return new PatternNode.At(PatternAnchor.NotWordBoundary);
            case 'w' or 'W':
                return new PatternNode.One(ToSet(Negated(UnicodeClasses.IsPlainWord, symbol == 'W')));
            case 'R':
                return AnyNewline();
            case 'N':
                return new PatternNode.One(new CodePointSet(p => p != '\n'));
            case 'O':
                return new PatternNode.One(new CodePointSet(_ => true));
        }

        _position = start;
        return TryClassEscape(out var test) ? new PatternNode.One(ToSet(test)) : Literal(ParseCharacterEscape());
    }

    private static PatternNode.Atomic AnyNewline()
    {
        var pair = new PatternNode.Sequence([new PatternNode.One(new CodePointSet(p => p == '\r')), new PatternNode.One(new CodePointSet(p => p == '\n'))]);
        var single = new PatternNode.One(new CodePointSet(p => p is (>= '\n' and <= '\r') or 0x85 or 0x2028 or 0x2029));
        return new PatternNode.Atomic(new PatternNode.Choice([pair, single]));
    }

    private bool Peek(char symbol) => !AtEnd && _pattern[_position] == symbol;

    private bool Take(char symbol)
    {
        if (!Peek(symbol))
        {
            return false;
        }

        _position++;
        return true;
    }

    private int Next()
    {
        if (AtEnd)
        {
            throw Bad("an end in the middle of an expression");
        }

        var point = CodePoints.At(_pattern, _position, out var width);
        _position += width;
        return point;
    }

    private FormatException Bad(string what) => new($"{what} at position {_position}");
}
