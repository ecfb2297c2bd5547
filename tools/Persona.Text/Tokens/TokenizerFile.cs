using System.Text.Json;
using System.Text.Json.Nodes;

namespace SteerScope.Persona.Text.Tokens;

/// <summary>Writes a vocabulary as the tokenizer.json and tokenizer_config.json of a Hugging Face model folder.</summary>
public static class TokenizerFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes both files; the folder is made.</summary>
    public static void Write(string folder, BpeVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var ids = new JsonObject();
        foreach (var (id, piece) in vocabulary.Pieces.Index())
        {
            ids.Add(piece, id);
        }

        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. BpeVocabulary.Specials.Select((_, id) => Special(id))]),
            ["normalizer"] = Sequence("normalizers", Typed("Prepend", ("prepend", BpeVocabulary.Space)), Replace(" ", BpeVocabulary.Space)),
            ["pre_tokenizer"] = Typed(
                "Split",
                ("pattern", new JsonObject { ["Regex"] = BpeVocabulary.WordPattern }),
                ("behavior", "Isolated"),
                ("invert", false)),
            ["post_processor"] = Typed(
                "TemplateProcessing",
                ("single", new JsonArray(Part("SpecialToken", "<s>"), Part("Sequence", "A"))),
                ("pair", new JsonArray(Part("SpecialToken", "<s>"), Part("Sequence", "A"), Part("Sequence", "B"))),
                ("special_tokens", new JsonObject
                {
                    ["<s>"] = new JsonObject { ["id"] = "<s>", ["ids"] = new JsonArray(1), ["tokens"] = new JsonArray("<s>") },
                })),
            ["decoder"] = Sequence(
                "decoders",
                Replace(BpeVocabulary.Space, " "),
                Typed("ByteFallback"),
                Typed("Fuse"),
                Typed("Strip", ("content", " "), ("start", 1), ("stop", 0))),
            ["model"] = Typed(
                "BPE",
                ("dropout", null),
                ("unk_token", "<unk>"),
                ("continuing_subword_prefix", null),
                ("end_of_word_suffix", null),
                ("fuse_unk", true),
                ("byte_fallback", true),
                ("ignore_merges", false),
                ("vocab", ids),
                ("merges", new JsonArray([.. vocabulary.Merges.Select(m => new JsonArray(m.Left, m.Right))]))),
        };
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), root.ToJsonString(Indented));
        var config = new JsonObject
        {
            ["add_bos_token"] = true,
            ["bos_token"] = "<s>",
            ["eos_token"] = "</s>",
            ["unk_token"] = "<unk>",
            ["clean_up_tokenization_spaces"] = false,
            ["tokenizer_class"] = "PreTrainedTokenizerFast",
        };
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config.ToJsonString(Indented));
    }

    private static JsonObject Special(int id) => new()
    {
        ["id"] = id,
        ["content"] = BpeVocabulary.Specials[id],
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    private static JsonObject Part(string kind, string id) => new() { [kind] = new JsonObject { ["id"] = id, ["type_id"] = 0 } };

    private static JsonObject Replace(string pattern, string content) =>
        Typed("Replace", ("pattern", new JsonObject { ["String"] = pattern }), ("content", content));

    private static JsonObject Sequence(string name, params JsonNode[] parts) => Typed("Sequence", (name, new JsonArray(parts)));

    private static JsonObject Typed(string type, params (string Name, JsonNode? Value)[] fields)
    {
        var node = new JsonObject { ["type"] = type };
        foreach (var (name, value) in fields)
        {
            node.Add(name, value);
        }

        return node;
    }
}
