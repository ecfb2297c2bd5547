namespace SteerScope.Tokenization.Patterns;

/// <summary>What stands in parentheses.</summary>
internal sealed partial class PatternParser
{
    private PatternNode ParseGroup()
    {
        var (ignoreCase, dotMatchesNewline) = (_ignoreCase, _dotMatchesNewline);
        PatternNode node;
        var closed = false;
        if (!Take('?'))
        {
            node = ParseChoice();
        }
        else if (Take('>'))
        {
            node = new PatternNode.Atomic(ParseChoice());
        }
        else if (Take('='))
        {
            node = new PatternNode.Look(ParseChoice(), Behind: false, Negative: false);
        }
        else if (Take('!'))
        {
            node = new PatternNode.Look(ParseChoice(), Behind: false, Negative: true);
        }
        else if (Take('<'))
        {
            node = ParseAngle();
        }
        else if (Take('#'))
        {
            node = SkipComment();
        }
        else
        {
            node = ParseOptions(out closed);
        }

        if (!closed && !Take(')'))
        {
            throw Bad("a '(' without ')'");
        }

        (_ignoreCase, _dotMatchesNewline) = (ignoreCase, dotMatchesNewline);
        return node;
    }

    private PatternNode ParseAngle()
    {
        if (Take('='))
        {
            return LookBehind(ParseChoice(), negative: false);
        }

        if (Take('!'))
        {
            return LookBehind(ParseChoice(), negative: true);
        }

        // A name says nothing here, for references back are refused.
        while (Next() != '>')
        {
        }

        return ParseChoice();
    }

    private PatternNode LookBehind(PatternNode body, bool negative)
    {
        var options = body is PatternNode.Choice choice ? choice.Options : [body];
        if (options.Any(o => o.MinWidth != o.MaxWidth))
        {
            throw Bad("a look-behind of variable width");
        }

        var looks = options.Select(o => new PatternNode.Look(o, Behind: true, negative)).ToList<PatternNode>();
        return looks.Count == 1 ? looks[0]
            : negative ? new PatternNode.Sequence(looks)
            : new PatternNode.Choice(looks);
    }

    private PatternNode.Sequence SkipComment()
    {
        while (!Peek(')'))
        {
            Next();
        }

        return new PatternNode.Sequence([]);
    }

    // (?i), (?m), (?-i), (?i:...): without a colon they hold to the end of the group around them.
    private PatternNode ParseOptions(out bool closed)
    {
        var on = true;
        while (true)
        {
            var symbol = Next();
            switch (symbol)
            {
                case 'i':
                    _ignoreCase = on;
                    break;
                case 'm':
                    _dotMatchesNewline = on;
                    break;
                case '-':
                    on = false;
                    break;
                case ':' or ')':
                    closed = symbol == ')';
                    return ParseChoice();
                default:
                    throw Bad("an unsupported kind of group '(?'");
            }
        }
    }
}
