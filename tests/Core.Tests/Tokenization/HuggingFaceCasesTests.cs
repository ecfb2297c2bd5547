using System.Text.Json.Nodes;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>Ids and decoded texts computed by the tokenizers library; tests/fixtures/tokenizers/README.md says how.</summary>
public sealed class HuggingFaceCasesTests
{
    private static readonly JsonObject Fixture = TestTokenizers.Load(TestTokenizers.HfFolder, "cases.json");

    public static TheoryData<string> Names => [.. Variants().Select(v => (string)v["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_Variant_GivesTheLibrarysIdsAndText(string name)
    {
        var variant = Variants().Single(v => (string)v["name"]! == name);
        var json = HuggingFaceVariant.Json(variant);
        json["model"]!["type"] = "BPE";
        var tokenizer = TestTokenizers.Build(json);
        var cases = variant["cases"]!.AsArray();
        Assert.NotEmpty(cases);
        foreach (var item in cases.Select(c => c!.AsArray()))
        {
            var text = (string)Fixture["texts"]![(int)item[0]!]!;
            var ids = item[1]!.AsArray().Select(id => (int)id!).ToArray();
            Assert.Equal(ids, tokenizer.Encode(text, SpecialTokenText.AsTokens));
            Assert.Equal(item.Count > 2 ? (string)item[2]! : text, tokenizer.Decode(ids));
        }
    }

    private static IEnumerable<JsonObject> Variants() => Fixture["variants"]!.AsArray().Select(v => v!.AsObject());
}
