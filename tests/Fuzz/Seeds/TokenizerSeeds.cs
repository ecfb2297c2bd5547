using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SteerScope.Fuzz.Seeds;

/// <summary>
/// Tokenizers with every normalizer, pre-tokenizer, decoder and post-processor of the reference variants (see the README
/// beside the fixtures), with a vocabulary of a few pieces in place of theirs.
/// </summary>
internal static class TokenizerSeeds
{
    private const string FileName = "tokenizer.json";
    private const string ConfigName = "tokenizer_config.json";

    private const string MapName = "special_tokens_map.json";

    private static readonly byte[] Map = """{"bos_token": {"content": "<s>", "lstrip": false, "normalized": false}, "eos_token": "</s>", "additional_special_tokens": ["<unk>"]}"""u8.ToArray();

    // JsonNode would spell letters beyond ASCII as escapes, which is another test than the plain ones.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A SentencePiece-style tokenizer.json with its tokenizer_config.json.</summary>
    public static (byte[] Tokenizer, byte[] Config) Llama { get; } = (
        File(new JsonObject
        {
            ["model"] = "sp",
            ["overrides"] = new JsonObject { ["unk_token"] = "<unk>", ["fuse_unk"] = true, ["byte_fallback"] = true },
            ["added_tokens"] = new JsonArray(Added(0, "<unk>"), Added(1, "<s>"), Added(2, "</s>")),
            ["normalizer"] = JsonNode.Parse("""{"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}"""),
            ["post_processor"] = JsonNode.Parse("""{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}], "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}}"""),
            ["decoder"] = JsonNode.Parse("""{"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}"""),
        }),
        Encoding.UTF8.GetBytes("""{"add_bos_token": true, "add_eos_token": false, "bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "</s>", "tokenizer_class": "LlamaTokenizer", "model_max_length": 1000000000000000019884624838656}"""));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzSeed> All { get; } =
    [
        new("llama", FileName, Llama.Tokenizer, new Dictionary<string, byte[]> { [ConfigName] = Llama.Config }),
        new("llama-config", ConfigName, Llama.Config, new Dictionary<string, byte[]> { [FileName] = Llama.Tokenizer }),
        new("llama-map", MapName, Map, new Dictionary<string, byte[]> { [FileName] = Llama.Tokenizer, [ConfigName] = "{}"u8.ToArray() }),
        .. Variants().Select((variant, i) => new FuzzSeed(string.Create(CultureInfo.InvariantCulture, $"variant{i:D2}"), FileName, File((JsonObject)variant!))),
    ];

    private static JsonArray Variants()
    {
        using var stream = typeof(TokenizerSeeds).Assembly.GetManifestResourceStream("tokenizer-variants.json")!;
        return (JsonArray)JsonNode.Parse(stream)!["variants"]!;
    }

    private static byte[] File(JsonObject variant)
    {
        var sentencePiece = (string)variant["model"]! == "sp";
        var model = new JsonObject { ["type"] = "BPE", ["vocab"] = Vocabulary(sentencePiece), ["merges"] = Merges(sentencePiece) };
        foreach (var (name, value) in (JsonObject)variant["overrides"]!)
        {
            model[name] = value?.DeepClone();
        }

        var root = new JsonObject { ["version"] = "1.0", ["truncation"] = null };
        foreach (var name in new[] { "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder" })
        {
            root[name] = variant[name]?.DeepClone();
        }

        // A piece has one id.
        foreach (var added in (JsonArray)root["added_tokens"]!)
        {
            added!["id"] = model["vocab"]![(string)added["content"]!]?.DeepClone() ?? added["id"]!.DeepClone();
        }

        root["model"] = model;
        return Encoding.UTF8.GetBytes(root.ToJsonString(Plain));
    }

    private static JsonObject Vocabulary(bool sentencePiece)
    {
        string[] pieces = sentencePiece
            ? ["<unk>", "<s>", "</s>", "<0x0A>", "<0xE2>", "<0x82>", "<0xAC>", "▁", "t", "h", "e", "a", "A", "B", "1", "(", ")", ".", "th", "the", "▁the", "▁a"]
            : ["Ġ", "Ċ", "t", "h", "e", "a", "A", "B", "1", "(", ")", ".", "â", "Ĥ", "¬", "th", "he", "the", "Ġthe", "Ġa"];
        return new JsonObject(pieces.Index().Select(piece => new KeyValuePair<string, JsonNode?>(piece.Item, piece.Index)));
    }

    private static JsonArray Merges(bool sentencePiece) =>
        sentencePiece ? ["t h", "th e", "▁ the", "▁ a"] : ["t h", "th e", "Ġ the", "Ġ a"];

    private static JsonObject Added(int id, string content) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };
}
