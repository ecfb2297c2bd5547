using System.Text.Json.Nodes;
using SteerScope.Tokenization;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>A tokenizer in the shape of a published family around a small vocabulary, with what the tokenizers library makes of some texts.</summary>
/// <param name="Name">The family.</param>
/// <param name="Tokenizer">The tokenizer, built from tokenizer.json and tokenizer_config.json.</param>
/// <param name="InFront">The ids that the library puts in front of a text.</param>
/// <param name="Composes">Whether its normalizer is NFC.</param>
/// <param name="Spaces">What it does with spaces: nothing, or U+2581 in their place with or without one in front of the text.</param>
/// <param name="Cases">Texts with their ids, what these decode to, and that without special tokens.</param>
public sealed record PublishedTokenizer(
    string Name, ITokenizer Tokenizer, IReadOnlyList<int> InFront, bool Composes, string? Spaces, IReadOnlyList<(string Text, int[] Ids, string Decoded, string WithoutSpecials)> Cases)
{
    private static readonly Lazy<IReadOnlyDictionary<string, PublishedTokenizer>> Loaded = new(Load);

    /// <summary>All families by name.</summary>
    public static IReadOnlyDictionary<string, PublishedTokenizer> All => Loaded.Value;

    public override string ToString() => Name;

    private static Dictionary<string, PublishedTokenizer> Load()
    {
        var fixture = TestTokenizers.Load(TestTokenizers.HfFolder, "families.json");
        var texts = fixture["texts"]!.AsArray().Select(text => (string)text!).ToArray();
        return fixture["variants"]!.AsArray().Select(variant => One(variant!.AsObject(), texts)).ToDictionary(family => family.Name);
    }

    private static PublishedTokenizer One(JsonObject variant, string[] texts)
    {
        var tokenizer = HuggingFaceVariant.Json(variant);
        var cases = variant["cases"]!.AsArray().Select(c =>
        {
            var (text, decoded) = (texts[(int)c![0]!], c.AsArray().Count > 2 ? (string)c[2]! : texts[(int)c[0]!]);
            return (text, c[1]!.AsArray().Select(id => (int)id!).ToArray(), decoded, c.AsArray().Count > 3 ? (string)c[3]! : decoded);
        });
        var prepends = tokenizer["normalizer"]?["normalizers"]?.AsArray().Count > 0 || (string?)tokenizer["pre_tokenizer"]?["type"] == "Metaspace";
        return new PublishedTokenizer(
            (string)variant["name"]!,
            TestTokenizers.Build(tokenizer, variant["config"]!.ToJsonString()),
            [.. variant["in_front"]!.AsArray().Select(id => (int)id!)],
            (string?)tokenizer["normalizer"]?["type"] == "NFC",
            (string)variant["model"]! == "bytelevel" ? null : prepends ? "in front" : "replaced",
            [.. cases]);
    }
}
