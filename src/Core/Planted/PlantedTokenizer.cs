using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SteerScope.Planted;

/// <summary>A SentencePiece-style BPE with byte fallback, in which every word of <see cref="PlantedWords"/> is one token.</summary>
internal static class PlantedTokenizer
{
    private const string Space = "\u2581";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Pieces in the order of their ids.</summary>
    public static IReadOnlyList<string> Pieces { get; }

    private static IReadOnlyList<(string Left, string Right)> Merges { get; }

    static PlantedTokenizer()
    {
        var pieces = new List<string> { "<unk>", "<s>", "</s>" };
        pieces.AddRange(Enumerable.Range(0, 256).Select(b => string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")));
        pieces.Add(Space);
        pieces.AddRange(Enumerable.Range('!', '~' - '!' + 1).Select(c => ((char)c).ToString()));
        var known = pieces.ToHashSet(StringComparer.Ordinal);

        // Left to right from the space before the word: no merge can then happen inside another word.
        var merges = new List<(string, string)>();
        foreach (var word in PlantedWords.All)
        {
            var left = Space;
            foreach (var right in word.Select(c => c.ToString()))
            {
                if (known.Add(left + right))
                {
                    pieces.Add(left + right);
                    merges.Add((left, right));
                }

                left += right;
            }
        }

        Pieces = pieces;
        Merges = merges;
    }

    /// <summary>Id of a word's token.</summary>
    public static int WordId(string word) => Find(Space + word);

    /// <summary>Id of a character that stands alone, such as the letter in <c>(A)</c>.</summary>
    public static int CharacterId(char character) => Find(character.ToString());

    public static void Write(string folder)
    {
        var vocabulary = new JsonObject();
        foreach (var (id, piece) in Pieces.Index())
        {
            vocabulary.Add(piece, id);
        }

        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. Enumerable.Range(0, 3).Select(Special)]),
            ["normalizer"] = Sequence("normalizers", Typed("Prepend", ("prepend", Space)), Replace(" ", Space)),
            ["pre_tokenizer"] = null,
            ["post_processor"] = Typed(
                "TemplateProcessing",
                ("single", new JsonArray(Part("SpecialToken", "<s>"), Part("Sequence", "A"))),
                ("pair", new JsonArray(Part("Sequence", "A"), Part("Sequence", "B"))),
                ("special_tokens", new JsonObject
                {
                    ["<s>"] = new JsonObject { ["id"] = "<s>", ["ids"] = new JsonArray(1), ["tokens"] = new JsonArray("<s>") },
                })),
            ["decoder"] = Sequence(
                "decoders",
                Replace(Space, " "),
                Typed("ByteFallback"),
                Typed("Fuse"),
                Typed("Strip", ("content", " "), ("start", 1), ("stop", 0))),
            ["model"] = Typed(
                "BPE",
                ("unk_token", "<unk>"),
                ("fuse_unk", true),
                ("byte_fallback", true),
                ("ignore_merges", false),
                ("vocab", vocabulary),
                ("merges", new JsonArray([.. Merges.Select(m => JsonValue.Create($"{m.Left} {m.Right}"))]))),
        };
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), root.ToJsonString(Indented));
        var config = new JsonObject { ["add_bos_token"] = true, ["bos_token"] = "<s>", ["eos_token"] = "</s>", ["tokenizer_class"] = "LlamaTokenizer" };
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config.ToJsonString(Indented));
    }

    private static int Find(string piece) => Pieces.Index().First(p => p.Item == piece).Index;

    private static JsonObject Special(int id) => new()
    {
        ["id"] = id,
        ["content"] = Pieces[id],
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
