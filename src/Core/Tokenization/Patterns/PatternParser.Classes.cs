using System.Globalization;

namespace SteerScope.Tokenization.Patterns;

/// <summary>What stands in brackets, and escapes.</summary>
internal sealed partial class PatternParser
{
    // After '[': items, ranges, nested classes, [:posix:], and && for what both sides hold.
    private Func<int, bool> ParseClass()
    {
        if (++_depth > DeepestGroup)
        {
            throw Bad("classes nested too deep");
        }

        var negative = Take('^');
        var sides = new List<Func<int, bool>>();
        var items = new List<Func<int, bool>>();
        var first = true;
        while (first || !Peek(']'))
        {
            if (_pattern.AsSpan(_position).StartsWith("&&"))
            {
                _position += 2;
                sides.Add(AnyOf(items));
                items = [];
            }
            else
            {
                items.Add(ParseClassItem());
            }

            first = false;
        }

        _position++;
        _depth--;
        sides.Add(AnyOf(items));
        Func<int, bool> all = sides.Count == 1 ? sides[0] : point => sides.TrueForAll(side => side(point));
        var widened = _ignoreCase ? CaseVariants.Of(all) : all;
        return negative ? point => !widened(point) : widened;
    }

    private Func<int, bool> ParseClassItem()
    {
        if (Take('['))
        {
            return Peek(':') ? ParsePosix() : ParseClass();
        }

        if (Take('\\'))
        {
            if (TryClassEscape(out var test))
            {
                return test;
            }

            _position--;
        }

        var low = ParseClassCharacter();
        if (!Peek('-') || _position + 1 >= _pattern.Length || _pattern[_position + 1] is ']' or '[')
        {
            return point => point == low;
        }

        _position++;
        var high = ParseClassCharacter();
        return low <= high ? point => point >= low && point <= high : throw Bad("a range whose ends are the wrong way round");
    }

    private int ParseClassCharacter() => Take('\\') ? ParseCharacterEscape() : Next();

    private static Func<int, bool> AnyOf(List<Func<int, bool>> items) =>
        items.Count == 1 ? items[0] : point => items.Exists(item => item(point));

    private Func<int, bool> ParsePosix()
    {
        var end = _pattern.IndexOf(":]", _position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Bad("a '[:' without ':]'");
        }

        var name = _pattern[(_position + 1)..end];
        _position = end + 2;
        var negative = name.StartsWith('^');
        return UnicodeProperties.Find(negative ? name[1..] : name) is { } test
            ? Negated(test, negative)
            : throw Bad($"the unsupported class [:{name}:]");
    }

    private bool TryClassEscape(out Func<int, bool> test)
    {
        var symbol = AtEnd ? ' ' : _pattern[_position];
        Func<int, bool>? plain = char.ToLowerInvariant(symbol) switch
        {
            'd' => p => UnicodeClasses.IsIn(p, 1 << (int)UnicodeCategory.DecimalDigitNumber),
            's' => UnicodeClasses.IsSpace,
            'w' => UnicodeClasses.IsWord,
            'h' => p => p < 128 && char.IsAsciiHexDigit((char)p),
            'p' => ParseProperty(),
            _ => null,
        };
        test = plain ?? (_ => false);
        if (plain is null)
        {
            return false;
        }

        _position += symbol is 'p' or 'P' ? 0 : 1;
        test = Negated(plain, char.IsAsciiLetterUpper(symbol));
        return true;
    }

    private Func<int, bool> ParseProperty()
    {
        _position++;
        var end = Peek('{') ? _pattern.IndexOf('}', _position) : -1;
        if (end < 0)
        {
            throw Bad("a \\p without {name}");
        }

        var name = _pattern[(_position + 1)..end];
        _position = end + 1;
        var negative = name.StartsWith('^');
        return UnicodeProperties.Find(negative ? name[1..] : name) is { } test
            ? Negated(test, negative)
            : throw Bad($"the unsupported property \\p{{{name}}}");
    }

    private static Func<int, bool> Negated(Func<int, bool> test, bool negative) =>
        negative ? point => !test(point) : test;

    // After the backslash: a character written as an escape.
    private int ParseCharacterEscape()
    {
        var symbol = Next();
        return symbol switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => 0x1B,
            '0' => Peek('0') ? throw Bad("an octal escape") : 0,
            'u' => Hex(4, 4),
            'x' when Take('{') => HexInBraces(),
            'x' => Hex(1, 2),
            _ when symbol < 128 && char.IsAsciiLetterOrDigit((char)symbol) => throw Bad($"the unsupported escape \\{(char)symbol}"),
            _ => symbol,
        };
    }

    private int HexInBraces()
    {
        var point = Hex(1, 8);
        return Take('}') ? point : throw Bad("a \\x{ without '}'");
    }

    private int Hex(int fewest, int most)
    {
        var length = 0;
        while (length < most && _position + length < _pattern.Length && char.IsAsciiHexDigit(_pattern[_position + length]))
        {
            length++;
        }

        if (length < fewest)
        {
            throw Bad("an escape with too few hex digits");
        }

        var point = uint.Parse(_pattern.AsSpan(_position, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _position += length;
        return point <= 0x10FFFF ? (int)point : throw Bad("an escape beyond U+10FFFF");
    }
}
