using SteerScope.Tokenization;

namespace SteerScope.Prompts;

/// <summary>
/// Encodes a template whose control tokens are tokens while questions and answers stay text. Ordinary text is encoded in
/// one go, so that the ids are those of the tokenizer's own reading of the whole. A text that forges a control token is
/// spelled out: the stretches between the template's control tokens are encoded on their own, provided that this tokenizer
/// gives the same ids for a stretch alone and in its place (a dummy space in front of every text would differ).
/// </summary>
internal sealed class ControlTokenEncoder
{
    private readonly ITokenizer tokenizer;
    private readonly PromptTemplate template;
    private readonly List<(string Text, int Id)> controls = [];
    private readonly Lazy<bool> stretchesStandAlone;

    public ControlTokenEncoder(ITokenizer tokenizer, PromptTemplate template)
    {
        this.tokenizer = tokenizer;
        this.template = template;
        FindControls(template.Prefix + "\n" + template.Middle + "\n" + template.Suffix);
        var missing = template.RequiredTokens.Where(token => controls.All(known => known.Text != token)).ToArray();
        if (missing.Length > 0)
        {
            throw new InputException(
                $"{tokenizer.Source}: does not know {string.Join(", ", missing)} as control tokens, which the template {template.Name} needs; another template should be chosen.");
        }

        stretchesStandAlone = new Lazy<bool>(() => new[] { ("Is it so?", "(A)"), ("\n so it is", " yes\n"), ("1", "2") }.All(probe =>
            Whole(probe.Item1, probe.Item2, template.Suffix).SequenceEqual(Spelled(Stretches(probe.Item1, probe.Item2, template.Suffix)))));
    }

    /// <summary>The ids without BOS, or null when a forged control token cannot be spelled out in its place.</summary>
    public IReadOnlyList<int>? Encode(string question, string answer, string suffix)
    {
        var stretches = Stretches(question, answer, suffix);
        if (stretches.All(stretch => stretch.Control is not null || IsOrdinary(stretch.Text)))
        {
            var whole = Whole(question, answer, suffix);
            var expected = stretches.Where(stretch => stretch.Control is not null).Select(stretch => stretch.Control!.Value);
            if (whole.Where(id => controls.Exists(control => control.Id == id)).SequenceEqual(expected))
            {
                return whole;
            }
        }

        return stretchesStandAlone.Value ? Spelled(stretches) : null;
    }

    private bool IsOrdinary(string text) =>
        tokenizer.Encode(text, SpecialTokenText.AsTokens).SequenceEqual(tokenizer.Encode(text, SpecialTokenText.AsText));

    private IReadOnlyList<int> Whole(string question, string answer, string suffix) =>
        tokenizer.Encode(template.Prefix + question + template.Middle + answer + suffix, SpecialTokenText.AsTokens);

    private List<int> Spelled(List<(string Text, int? Control)> stretches)
    {
        var ids = new List<int>();
        foreach (var (text, control) in stretches)
        {
            ids.AddRange(control is { } id ? [id] : tokenizer.Encode(text, SpecialTokenText.AsText));
        }

        return ids;
    }

    /// <summary>The text cut at the template's own control tokens; empty stretches are left out.</summary>
    private List<(string Text, int? Control)> Stretches(string question, string answer, string suffix)
    {
        var stretches = new List<(string Text, int? Control)>();
        var open = "";
        foreach (var (text, isTemplate) in new[] { (template.Prefix, true), (question, false), (template.Middle, true), (answer, false), (suffix, true) })
        {
            var at = 0;
            while (isTemplate && NextControl(text, at) is { } found)
            {
                Close(open + text[at..found.Start]);
                stretches.Add((found.Text, found.Id));
                open = "";
                at = found.Start + found.Text.Length;
            }

            open += text[at..];
        }

        Close(open);
        return stretches;

        void Close(string text)
        {
            if (text.Length > 0)
            {
                stretches.Add((text, null));
            }
        }
    }

    /// <summary>The leftmost control token from a place on; of several there, the longest.</summary>
    private (int Start, string Text, int Id)? NextControl(string text, int from)
    {
        (int Start, string Text, int Id)? best = null;
        foreach (var (control, id) in controls)
        {
            var start = text.IndexOf(control, from, StringComparison.Ordinal);
            if (start >= 0 && (best is not { } known || start < known.Start || (start == known.Start && control.Length > known.Text.Length)))
            {
                best = (start, control, id);
            }
        }

        return best;
    }

    private void FindControls(string literal)
    {
        foreach (var id in tokenizer.Encode(literal, SpecialTokenText.AsTokens).Distinct())
        {
            var piece = tokenizer.Piece(id);

            // An ordinary token comes out of its own spelling either way, or neither way.
            if (piece.Length > 0 && literal.Contains(piece, StringComparison.Ordinal)
                && tokenizer.Encode(piece, SpecialTokenText.AsTokens).Contains(id)
                && !tokenizer.Encode(piece, SpecialTokenText.AsText).Contains(id))
            {
                controls.Add((piece, id));
            }
        }
    }
}
