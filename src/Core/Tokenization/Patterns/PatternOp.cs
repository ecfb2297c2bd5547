namespace SteerScope.Tokenization.Patterns;

/// <summary>What an instruction of a compiled pattern does.</summary>
internal enum PatternOp
{
    /// <summary>The pattern, or the body of a look-around or atomic group, has matched.</summary>
    Match,

    /// <summary>Takes one character of the set.</summary>
    One,

    /// <summary>Takes Min to Max characters of the set, as many as there are, and gives them back one by one.</summary>
    Run,

    /// <summary>Like <see cref="Run"/>, giving nothing back.</summary>
    PossessiveRun,

    /// <summary>Goes on at First; when that fails, at Second.</summary>
    Split,

    /// <summary>Goes on at First.</summary>
    Jump,

    /// <summary>Asks for a place.</summary>
    Anchor,

    /// <summary>The body stands after this instruction; goes on at First.</summary>
    Atomic,

    /// <summary>The body stands after this instruction; goes on at First when it matches here.</summary>
    LookAhead,

    /// <summary>The body stands after this instruction; goes on at First when it matches and ends here, starting Min characters before.</summary>
    LookBehind,
}
