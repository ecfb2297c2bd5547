namespace SteerScope.Tokenization.Patterns;

/// <summary>Places that a pattern can ask for.</summary>
internal enum PatternAnchor
{
    /// <summary><c>\A</c></summary>
    TextStart,

    /// <summary><c>\z</c></summary>
    TextEnd,

    /// <summary><c>\Z</c>: the end, or before a newline that ends the text.</summary>
    TextEndOrLastNewline,

    /// <summary><c>^</c>, which in Oniguruma is always the start of a line.</summary>
    LineStart,

    /// <summary><c>$</c>, which in Oniguruma is always the end of a line.</summary>
    LineEnd,

    /// <summary><c>\b</c></summary>
    WordBoundary,

    /// <summary><c>\B</c></summary>
    NotWordBoundary,
}
