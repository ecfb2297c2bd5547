using SteerScope.Tokenization;

namespace SteerScope.Prompts;

/// <summary>Turns a question and an answer into the ids of the full text, BOS at most once in front.</summary>
internal sealed class PromptEncoder
{
    private readonly ITokenizer tokenizer;
    private readonly PromptTemplate template;
    private readonly BosPolicy bos;
    private readonly ControlTokenEncoder? controls;

    public PromptEncoder(ITokenizer tokenizer, PromptTemplate template, BosPolicy bos)
    {
        this.tokenizer = tokenizer;
        this.template = template;
        this.bos = bos;
        controls = template.UsesSpecialTokens ? new ControlTokenEncoder(tokenizer, template) : null;
        if (bos == BosPolicy.Always && tokenizer.BosId is null)
        {
            throw new InputException($"{tokenizer.Source}: has no beginning-of-sequence token, but bos is always; it should be auto or never.");
        }
    }

    /// <summary>The ids, or null when the text forges a control token that cannot be spelled out in its place.</summary>
    public EncodedPrompt? Encode(string question, string answer)
    {
        var (q, a) = (template.Clean(question), template.Clean(answer));
        var ids = Ids(q, a, template.Suffix);
        if (ids is null || template.Suffix.Length == 0)
        {
            return ids is null ? null : new EncodedPrompt(ids, ids.Length - 1);
        }

        var unfinished = Ids(q, a, suffix: "");
        if (unfinished is null)
        {
            return null;
        }

        // Where the suffix merges with the answer's last token, the merged token is the last one that holds the answer.
        var common = ids.AsSpan().CommonPrefixLength(unfinished);
        return new EncodedPrompt(ids, common < unfinished.Length ? common : common - 1);
    }

    private int[]? Ids(string question, string answer, string suffix)
    {
        var ids = controls is null
            ? tokenizer.Encode(template.Prefix + question + template.Middle + answer + suffix)
            : controls.Encode(question, answer, suffix);
        return ids is null ? null : WithBos(ids);
    }

    private int[] WithBos(IReadOnlyList<int> ids)
    {
        var written = controls is not null && ids.Count > 0 && ids[0] == tokenizer.BosId;

        // SmolLM's BOS is the <|im_start|> that opens a turn: there the template writes a turn, no BOS.
        if (written && bos == BosPolicy.Never && !template.RequiredTokens.Contains(tokenizer.Piece(ids[0])))
        {
            throw new InputException($"template '{template.Text}': writes the beginning-of-sequence token, but bos is never; one of the two should change.");
        }

        var wanted = bos == BosPolicy.Always || (bos == BosPolicy.Auto && tokenizer.AddsBos);
        return wanted && !written && tokenizer.BosId is { } id ? [id, .. ids] : [.. ids];
    }
}
