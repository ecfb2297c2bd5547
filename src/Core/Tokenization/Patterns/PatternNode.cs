namespace SteerScope.Tokenization.Patterns;

/// <summary>A parsed regular expression.</summary>
internal abstract record PatternNode
{
    /// <summary>Fewest code points that it can match.</summary>
    public abstract int MinWidth { get; }

    /// <summary>Most code points that it can match; <see cref="int.MaxValue"/> when there is no limit.</summary>
    public abstract int MaxWidth { get; }

    /// <summary>One character of a set.</summary>
    public sealed record One(CodePointSet Set) : PatternNode
    {
        public override int MinWidth => 1;

        public override int MaxWidth => 1;
    }

    /// <summary>One part after the other.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        public override int MinWidth { get; } = Clamp(Parts.Sum(p => (long)p.MinWidth));

        public override int MaxWidth { get; } = Clamp(Parts.Sum(p => (long)p.MaxWidth));
    }

    /// <summary>The first option that leads to a match.</summary>
    public sealed record Choice(IReadOnlyList<PatternNode> Options) : PatternNode
    {
        public override int MinWidth { get; } = Options.Min(o => o.MinWidth);

        public override int MaxWidth { get; } = Options.Max(o => o.MaxWidth);
    }

    /// <summary>A part several times; <paramref name="Max"/> is <see cref="int.MaxValue"/> when there is no limit.</summary>
    public sealed record Repeat(PatternNode Body, int Min, int Max, bool Lazy) : PatternNode
    {
        public override int MinWidth { get; } = Clamp((long)Body.MinWidth * Min);

        public override int MaxWidth { get; } = Clamp((long)Body.MaxWidth * Max);
    }

    /// <summary>A part that is not tried again once it has matched.</summary>
    public sealed record Atomic(PatternNode Body) : PatternNode
    {
        public override int MinWidth => Body.MinWidth;

        public override int MaxWidth => Body.MaxWidth;
    }

    /// <summary>What must, or must not, stand before or behind the position.</summary>
    public sealed record Look(PatternNode Body, bool Behind, bool Negative) : PatternNode
    {
        public override int MinWidth => 0;

        public override int MaxWidth => 0;
    }

    /// <summary>A place in the text.</summary>
    public sealed record At(PatternAnchor Anchor) : PatternNode
    {
        public override int MinWidth => 0;

        public override int MaxWidth => 0;
    }

    private static int Clamp(long width) => (int)Math.Min(width, int.MaxValue);
}
