namespace SteerScope.Tokenization.Patterns;

/// <summary>One instruction of a compiled pattern; see <see cref="PatternOp"/> for what the fields mean.</summary>
internal readonly record struct PatternInstruction(
    PatternOp Op,
    CodePointSet? Set = null,
    int First = 0,
    int Second = 0,
    int Min = 0,
    int Max = 0,
    bool Negative = false,
    PatternAnchor Anchor = default);
