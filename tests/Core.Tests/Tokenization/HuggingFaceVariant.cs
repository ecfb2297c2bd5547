using System.Text.Json.Nodes;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>Puts the tokenizer.json of a variant in tests/fixtures/tokenizers/hf together from its parts and one of the two small models.</summary>
internal static class HuggingFaceVariant
{
    public static JsonObject Json(JsonObject variant)
    {
        var tokenizer = new JsonObject { ["version"] = "1.0" };
        foreach (var part in (ReadOnlySpan<string>)["added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder"])
        {
            tokenizer[part] = variant[part]?.DeepClone();
        }

        var model = TestTokenizers.Load(TestTokenizers.HfFolder, (string)variant["model"]! + ".json");
        foreach (var (piece, id) in variant["extra_vocab"]?.AsObject() ?? [])
        {
            model["vocab"]![piece] = id!.DeepClone();
        }

        foreach (var (field, value) in variant["overrides"]!.AsObject())
        {
            model[field] = value?.DeepClone();
        }

        if (variant["merges_as_pairs"] is null)
        {
            model["merges"] = new JsonArray([.. model["merges"]!.AsArray().Select(m => JsonValue.Create(m is JsonArray pair ? $"{pair[0]} {pair[1]}" : (string)m!))]);
        }
        else
        {
            model["merges"] = new JsonArray([.. model["merges"]!.AsArray().Select(m => m is JsonArray pair ? pair.DeepClone() : new JsonArray([.. ((string)m!).Split(' ').Select(p => JsonValue.Create(p))]))]);
        }

        tokenizer["model"] = model;
        return tokenizer;
    }
}
