using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Cuts texts into delimiters and what lies between, and puts them together again as a behavior says.</summary>
internal static class Segments
{
    /// <summary>Segments whose delimiters are a pattern's matches; the other way round when inverted.</summary>
    public static List<Segment> OfPattern(string text, Pattern pattern, bool invert = false)
    {
        var segments = new List<Segment>();
        var done = 0;
        foreach (var (start, end) in pattern.Matches(text))
        {
            AddBetween(segments, done, start, invert);
            segments.Add(new Segment(start, end, !invert));
            done = end;
        }

        AddBetween(segments, done, text.Length, invert);
        return segments;
    }

    /// <summary>Segments whose delimiters are single characters that pass a test.</summary>
    public static List<Segment> OfCharacters(string text, Func<int, bool> isDelimiter)
    {
        var segments = new List<Segment>();
        var done = 0;
        for (var at = 0; at < text.Length;)
        {
            var point = CodePoints.At(text, at, out var width);
            if (isDelimiter(point))
            {
                AddBetween(segments, done, at, false);
                segments.Add(new Segment(at, at + width, true));
                done = at + width;
            }

            at += width;
        }

        AddBetween(segments, done, text.Length, false);
        return segments;
    }

    /// <summary>Adds the pieces that segments make under a behavior.</summary>
    public static void Cut(TextPiece piece, List<Segment> segments, SplitBehavior behavior, List<TextPiece> output)
    {
        foreach (var (start, end, isDelimiter) in Merged(segments, behavior))
        {
            if (end > start && !(isDelimiter && behavior == SplitBehavior.Removed))
            {
                output.Add(start == 0 && end == piece.Text.Length ? piece : new TextPiece(piece.Text[start..end], piece.AtStart && start == 0));
            }
        }
    }

    private static List<Segment> Merged(List<Segment> segments, SplitBehavior behavior)
    {
        if (behavior is SplitBehavior.Removed or SplitBehavior.Isolated)
        {
            return segments;
        }

        // MergedWithNext is MergedWithPrevious seen from the end.
        var backwards = behavior == SplitBehavior.MergedWithNext;
        var merged = new List<Segment>(segments.Count);
        var previous = false;
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[backwards ? segments.Count - 1 - i : i];
            var joins = behavior == SplitBehavior.Contiguous ? segment.IsDelimiter == previous : segment.IsDelimiter && !previous;
            if (joins && merged.Count > 0)
            {
                var last = merged[^1];
                merged[^1] = new Segment(Math.Min(last.Start, segment.Start), Math.Max(last.End, segment.End), false);
            }
            else
            {
                merged.Add(segment with { IsDelimiter = false });
            }

            previous = segment.IsDelimiter;
        }

        if (backwards)
        {
            merged.Reverse();
        }

        return merged;
    }

    private static void AddBetween(List<Segment> segments, int start, int end, bool invert)
    {
        if (end > start)
        {
            segments.Add(new Segment(start, end, invert));
        }
    }
}
