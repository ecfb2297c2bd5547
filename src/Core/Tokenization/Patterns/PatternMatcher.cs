namespace SteerScope.Tokenization.Patterns;

/// <summary>
/// Runs a compiled pattern over one text, character by character of Unicode (a surrogate pair is one character).
/// It backtracks on a stack of its own, so neither a long text nor a deep repeat can overflow the thread's, and it
/// counts its steps, so a pattern that would take exponential time ends in an error.
/// </summary>
internal sealed class PatternMatcher(PatternInstruction[] code, string text)
{
    // A sane splitting pattern takes some ten steps per character.
    private const long StepsPerCharacter = 2_000;
    private const long FreeSteps = 1_000_000;

    private long _stepsLeft = FreeSteps + (StepsPerCharacter * text.Length);
    private Retry[] _stack = new Retry[32];
    private int _depth;

    /// <summary>The end of the match that starts at a position, or -1.</summary>
    /// <exception cref="PatternTimeoutException">The text needs too many steps.</exception>
    public int MatchAt(int position) => Run(0, position);

    private int Run(int at, int position)
    {
        var floor = _depth;
        while (true)
        {
            if (--_stepsLeft < 0)
            {
                throw new PatternTimeoutException();
            }

            ref readonly var step = ref code[at];
            switch (step.Op)
            {
                case PatternOp.Match:
                    _depth = floor;
                    return position;
                case PatternOp.One:
                    if (position < text.Length && step.Set!.Contains(CodePoints.At(text, position, out var width)))
                    {
                        position += width;
                        at++;
                        continue;
                    }

                    break;
                case PatternOp.Run or PatternOp.PossessiveRun:
                    if (TakeRun(in step, at + 1, ref position))
                    {
                        at++;
                        continue;
                    }

                    break;
                case PatternOp.Split:
                    Push(new Retry(step.Second, position, position));
                    at = step.First;
                    continue;
                case PatternOp.Jump:
                    at = step.First;
                    continue;
                case PatternOp.Anchor:
                    if (PatternPlaces.Holds(step.Anchor, text, position))
                    {
                        at++;
                        continue;
                    }

                    break;
                case PatternOp.Atomic:
                    var end = Run(at + 1, position);
                    if (end >= 0)
                    {
                        position = end;
                        at = step.First;
                        continue;
                    }

                    break;
                case PatternOp.LookAhead:
                    if (Run(at + 1, position) >= 0 != step.Negative)
                    {
                        at = step.First;
                        continue;
                    }

                    break;
                case PatternOp.LookBehind:
                    if (LooksBehind(in step, at + 1, position) != step.Negative)
                    {
                        at = step.First;
                        continue;
                    }

                    break;
            }

            if (_depth == floor)
            {
                return -1;
            }

            (at, position) = Pop();
        }
    }

    private bool TakeRun(in PatternInstruction step, int next, ref int position)
    {
        var count = 0;
        var start = position;
        var lowest = position;
        while (count < step.Max && position < text.Length && step.Set!.Contains(CodePoints.At(text, position, out var width)))
        {
            position += width;
            if (++count == step.Min)
            {
                lowest = position;
            }
        }

        _stepsLeft -= position - start;
        if (count < step.Min)
        {
            return false;
        }

        if (position > lowest && step.Op == PatternOp.Run)
        {
            Push(new Retry(next, position, lowest));
        }

        return true;
    }

    // The body must end where it looks back from; the parser lets in only bodies of one width, so its first match tells.
    private bool LooksBehind(in PatternInstruction step, int body, int position)
    {
        var start = position;
        for (var back = 0; back < step.Min; back++)
        {
            if (start == 0)
            {
                return false;
            }

            start = CodePoints.Before(text, start);
        }

        return Run(body, start) >= 0;
    }

    private void Push(Retry retry)
    {
        if (_depth == _stack.Length)
        {
            Array.Resize(ref _stack, _depth * 2);
        }

        _stack[_depth++] = retry;
    }

    // A retry whose position lies above its lowest one is a run that gives back one character at a time.
    private (int At, int Position) Pop()
    {
        ref var top = ref _stack[_depth - 1];
        if (top.Position == top.Lowest)
        {
            _depth--;
            return (top.At, top.Position);
        }

        var shorter = CodePoints.Before(text, top.Position);
        if (shorter == top.Lowest)
        {
            _depth--;
        }

        top = top with { Position = shorter };
        return (top.At, shorter);
    }

    private readonly record struct Retry(int At, int Position, int Lowest);
}
