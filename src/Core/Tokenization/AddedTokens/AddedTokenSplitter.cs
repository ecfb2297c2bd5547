using SteerScope.Tokenization.Normalizers;
using SteerScope.Tokenization.Patterns;
using SteerScope.Tokenization.PreTokenizers;

namespace SteerScope.Tokenization.AddedTokens;

/// <summary>
/// Cuts added tokens out of a text and normalises the rest: first the tokens that are looked for in the text as it stands,
/// then, in each piece between them after it was normalised by itself, the others.
/// </summary>
internal sealed class AddedTokenSplitter
{
    private readonly INormalizer? _normalizer;
    private readonly AddedTokenMatcher _verbatim;
    private readonly AddedTokenMatcher _normalized;

    /// <summary>Creates a splitter.</summary>
    /// <param name="tokens">All added tokens.</param>
    /// <param name="spellings">The normalised spelling by id.</param>
    /// <param name="normalizer">The normalizer, if there is one.</param>
    public AddedTokenSplitter(IReadOnlyCollection<AddedToken> tokens, IReadOnlyDictionary<int, string> spellings, INormalizer? normalizer)
    {
        _normalizer = normalizer;
        _verbatim = new AddedTokenMatcher(tokens.Where(t => !t.Normalized).Select(t => (t.Content, t)));
        _normalized = new AddedTokenMatcher(tokens.Where(t => t.Normalized).Select(t => (spellings[t.Id], t)));
    }

    /// <summary>The parts of a text, none of them empty.</summary>
    public List<TextPart> Split(string text, SpecialTokenText specials)
    {
        var result = new List<TextPart>();
        foreach (var part in Cut(new TextPiece(text, true), _verbatim, specials))
        {
            if (part.TokenId >= 0)
            {
                result.Add(part);
                continue;
            }

            var piece = _normalizer is null ? part.Piece : part.Piece with { Text = _normalizer.Normalize(part.Piece.Text) };
            result.AddRange(Cut(piece, _normalized, specials));
        }

        return result;
    }

    private static List<TextPart> Cut(TextPiece piece, AddedTokenMatcher matcher, SpecialTokenText specials)
    {
        var text = piece.Text;
        var parts = new List<TextPart>();
        var done = 0;
        var from = 0;
        while (matcher.TryNext(text, from, out var start, out var end, out var token))
        {
            from = end;
            if ((token.Special && specials == SpecialTokenText.AsText) || (token.SingleWord && TouchesWord(text, start, end)))
            {
                continue;
            }

            start = token.StripsLeft ? Math.Max(done, text.AsSpan(0, start).TrimEnd().Length) : start;
            end = token.StripsRight ? text.Length - text.AsSpan(end).TrimStart().Length : end;
            Add(done, start, -1);
            Add(start, end, token.Id);
            done = end;
        }

        Add(done, text.Length, -1);
        return parts;

        void Add(int start, int end, int id)
        {
            if (end > start)
            {
                parts.Add(new TextPart(new TextPiece(text[start..end], piece.AtStart && start == 0), id));
            }
        }
    }

    private static bool TouchesWord(string text, int start, int end) =>
        (start > 0 && UnicodeClasses.IsRustWord(CodePoints.At(text, CodePoints.Before(text, start), out _)))
        || (end < text.Length && UnicodeClasses.IsRustWord(CodePoints.At(text, end, out _)));
}
