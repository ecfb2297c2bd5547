namespace SteerScope.Tokenization.Patterns;

/// <summary>Turns a parsed pattern into instructions for <see cref="PatternMatcher"/>.</summary>
internal sealed class PatternCompiler
{
    private const int MostInstructions = 20_000;
    private readonly List<PatternInstruction> _code = [];

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">It is too large when written out.</exception>
    public static PatternInstruction[] Compile(PatternNode node)
    {
        var compiler = new PatternCompiler();
        compiler.Emit(node);
        compiler.Add(new(PatternOp.Match));
        return [.. compiler._code];
    }

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.One one:
                Add(new(PatternOp.One, one.Set));
                break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Emit(part);
                }

                break;
            case PatternNode.Choice choice:
                EmitChoice(choice.Options);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case PatternNode.Atomic { Body: PatternNode.Repeat { Body: PatternNode.One one, Lazy: false } run }:
                Add(new(PatternOp.PossessiveRun, one.Set, Min: run.Min, Max: run.Max));
                break;
            case PatternNode.Atomic atomic:
                EmitBody(new(PatternOp.Atomic), atomic.Body);
                break;
            case PatternNode.Look { Behind: false } look:
                EmitBody(new(PatternOp.LookAhead, Negative: look.Negative), look.Body);
                break;
            case PatternNode.Look look:
                EmitBody(new(PatternOp.LookBehind, Min: look.Body.MinWidth, Negative: look.Negative), look.Body);
                break;
            case PatternNode.At at:
                Add(new(PatternOp.Anchor, Anchor: at.Anchor));
                break;
            default:
                throw new ArgumentException($"Unknown node {node.GetType().Name}.", nameof(node));
        }
    }

    private void EmitChoice(IReadOnlyList<PatternNode> options)
    {
        var exits = new List<int>();
        for (var i = 0; i < options.Count - 1; i++)
        {
            var split = Add(new(PatternOp.Split));
            Emit(options[i]);
            exits.Add(Add(new(PatternOp.Jump)));
            _code[split] = _code[split] with { First = split + 1, Second = _code.Count };
        }

        Emit(options[^1]);
        exits.ForEach(exit => _code[exit] = _code[exit] with { First = _code.Count });
    }

    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        if (repeat is { Body: PatternNode.One one, Lazy: false })
        {
            Add(new(PatternOp.Run, one.Set, Min: repeat.Min, Max: repeat.Max));
            return;
        }

        for (var i = 0; i < repeat.Min; i++)
        {
            Emit(repeat.Body);
        }

        if (repeat.Max == int.MaxValue)
        {
            var split = Add(new(PatternOp.Split));
            Emit(repeat.Body);
            Add(new(PatternOp.Jump, First: split));
            Direct(split, repeat.Lazy);
            return;
        }

        var splits = new List<int>();
        for (var i = repeat.Min; i < repeat.Max; i++)
        {
            splits.Add(Add(new(PatternOp.Split)));
            Emit(repeat.Body);
        }

        splits.ForEach(split => Direct(split, repeat.Lazy));
    }

    private void Direct(int split, bool lazy) =>
        _code[split] = lazy
            ? _code[split] with { First = _code.Count, Second = split + 1 }
            : _code[split] with { First = split + 1, Second = _code.Count };

    private void EmitBody(PatternInstruction head, PatternNode body)
    {
        var at = Add(head);
        Emit(body);
        Add(new(PatternOp.Match));
        _code[at] = _code[at] with { First = _code.Count };
    }

    private int Add(PatternInstruction instruction)
    {
        if (_code.Count == MostInstructions)
        {
            throw new FormatException("its repeats make it too large");
        }

        _code.Add(instruction);
        return _code.Count - 1;
    }
}
