using SteerScope.Tokenization.Json;

namespace SteerScope.Tokenization.Bpe;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class BpeModelReader
{
    /// <summary>Checks that the model is one that can be read, before its vocabulary is.</summary>
    /// <exception cref="InputException">It is another kind, or uses what is not supported.</exception>
    public static void Check(JsonField model)
    {
        // The first published files name no type.
        if (model.Optional("type") is { } type && type.Text() != "BPE")
        {
            throw new InputException($"{type.File}: {type.Path} is the unsupported model '{type.Text()}'; supported is BPE (GPT-2, Llama, Gemma, Mistral, Qwen, ...).");
        }

        if (model.Optional("dropout") is { } dropout && dropout.Number() != 0)
        {
            throw dropout.Wrong("null or 0, as ids would be random");
        }

        foreach (var name in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model.Optional(name) is { } affix && affix.Text().Length > 0)
            {
                throw affix.Wrong("null or empty, as it is not supported");
            }
        }
    }

    /// <summary>Reads the model.</summary>
    /// <exception cref="InputException">A field is wrong, or a merge names a piece that the vocabulary lacks.</exception>
    public static BpeModel Read(JsonField model, IReadOnlyDictionary<string, int> pieces)
    {
        int? unknown = null;
        if (model.Optional("unk_token") is { } token)
        {
            unknown = pieces.TryGetValue(token.Text(), out var id) ? id : throw token.Wrong("a piece of model.vocab");
        }

        var options = new BpeOptions(
            unknown,
            model.Optional("fuse_unk")?.Flag() ?? false,
            model.Optional("byte_fallback")?.Flag() ?? false ? ByteIds(pieces) : null,
            model.Optional("ignore_merges")?.Flag() ?? false);
        return new BpeModel(pieces, Merges(model.Required("merges"), pieces), options);
    }

    private static int[] ByteIds(IReadOnlyDictionary<string, int> pieces) =>
        [.. Enumerable.Range(0, 256).Select(value => pieces.GetValueOrDefault($"<0x{value:X2}>", -1))];

    private static MergeTable Merges(JsonField merges, IReadOnlyDictionary<string, int> pieces)
    {
        var table = new MergeTable(pieces.Values.DefaultIfEmpty(-1).Max() + 1);
        var rank = 0;
        foreach (var merge in merges.Items())
        {
            // Files converted from merges.txt may have kept its first line.
            if (merge.IsText && merge.Text().StartsWith("#version", StringComparison.Ordinal))
            {
                continue;
            }

            var (left, right) = Pair(merge);
            table.Set(Id(merge, left, pieces), Id(merge, right, pieces), new MergeRule(rank++, Id(merge, left + right, pieces)));
        }

        return table;
    }

    private static (string Left, string Right) Pair(JsonField merge)
    {
        if (merge.IsArray)
        {
            var items = merge.Items();
            return items.Count == 2 ? (items[0].Text(), items[1].Text()) : throw merge.Wrong("two pieces");
        }

        var parts = merge.Text().Split(' ');
        return parts.Length == 2 ? (parts[0], parts[1]) : throw merge.Wrong("two pieces with one space between them, or an array of two");
    }

    private static int Id(JsonField merge, string piece, IReadOnlyDictionary<string, int> pieces) =>
        pieces.TryGetValue(piece, out var id)
            ? id
            : throw new InputException($"{merge.File}: {merge.Path} names '{piece}', which is not in model.vocab.");
}
