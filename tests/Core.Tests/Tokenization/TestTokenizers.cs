using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using SteerScope.Tokenization.Json;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>Tokenizers that tests are made of.</summary>
internal static class TestTokenizers
{
    public static string Stories260kFolder { get; } = Path.Combine(SharedData.Fixtures, "tokenizers", "stories260k");

    public static string HfFolder { get; } = Path.Combine(SharedData.Fixtures, "tokenizers", "hf");

    public static ITokenizer Stories260k { get; } = TokenizerLoader.Load(Stories260kFolder);

    public static ITokenizer Build(JsonNode tokenizer, string? config = null) =>
        TokenizerLoader.Build(
            JsonFile.Parse(Encoding.UTF8.GetBytes(tokenizer.ToJsonString()), "tokenizer.json"),
            config is null ? null : JsonFile.Parse(Encoding.UTF8.GetBytes(config), "tokenizer_config.json"));

    /// <summary>A byte-level tokenizer: ids 0 to 255 are the bytes in the order of their value, then come the merges' results.</summary>
    public static JsonObject ByteLevel(string preTokenizer, params string[] merges)
    {
        var vocabulary = new JsonObject();
        for (var value = 0; value < 256; value++)
        {
            vocabulary.Add(Spelled((byte)value), value);
        }

        foreach (var merge in merges)
        {
            vocabulary.Add(merge.Replace(" ", string.Empty, StringComparison.Ordinal), vocabulary.Count);
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = null,
            ["pre_tokenizer"] = JsonNode.Parse(preTokenizer),
            ["post_processor"] = null,
            ["decoder"] = JsonNode.Parse("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"""),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(m => JsonValue.Create(m))]),
            },
        };
    }

    public static JsonObject Load(string folder, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();

    /// <summary>The pieces that a byte-level tokenizer without merges sees, spelled with · between them.</summary>
    public static string Splits(string preTokenizer, string text)
    {
        var reader = SteerScope.Tokenization.PreTokenizers.PreTokenizerReader.Read(
            JsonFile.Parse(Encoding.UTF8.GetBytes(preTokenizer), "tokenizer.json"));
        var pieces = new List<SteerScope.Tokenization.PreTokenizers.TextPiece>();
        reader.Split(new(text, true), pieces);
        return string.Join('·', pieces.Select(p => p.Text));
    }

    public static string SplitBy(string expression, string text, string behavior = "Isolated") =>
        Splits(
            JsonSerializer.Serialize(new { type = "Split", pattern = new { Regex = expression }, behavior, invert = false }),
            text);

    // GPT-2's encoder.py: printable Latin-1 characters stand for themselves, the others follow from U+0100 on.
    private static string Spelled(byte value)
    {
        var hidden = Enumerable.Range(0, 256).Where(v => v is < 33 or (> 126 and < 161) or 173).ToList();
        var place = hidden.IndexOf(value);
        return ((char)(place < 0 ? value : 256 + place)).ToString();
    }
}
