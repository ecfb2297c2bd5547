namespace SteerScope.Tokenization.Patterns;

/// <summary>Says whether a position is the place that an anchor asks for.</summary>
internal static class PatternPlaces
{
    /// <summary>Whether the anchor holds at a position.</summary>
    public static bool Holds(PatternAnchor anchor, string text, int position) => anchor switch
    {
        PatternAnchor.TextStart => position == 0,
        PatternAnchor.TextEnd => position == text.Length,
        PatternAnchor.TextEndOrLastNewline =>
            position == text.Length || (position == text.Length - 1 && text[position] == '\n'),
        PatternAnchor.LineStart =>
            position == 0 || (position < text.Length && text[position - 1] == '\n'),
        PatternAnchor.LineEnd => position == text.Length || text[position] == '\n',
        PatternAnchor.WordBoundary => IsBoundary(text, position),
        PatternAnchor.NotWordBoundary => !IsBoundary(text, position),
        _ => throw new ArgumentOutOfRangeException(nameof(anchor)),
    };

    private static bool IsBoundary(string text, int position)
    {
        var before = position > 0 && UnicodeClasses.IsPlainWord(CodePoints.At(text, CodePoints.Before(text, position), out _));
        var after = position < text.Length && UnicodeClasses.IsPlainWord(CodePoints.At(text, position, out _));
        return before != after;
    }
}
