using System.Text.Json.Nodes;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>Ids 0 to 255 are bytes; added are &lt;s&gt; 256 and &lt;s&gt;x 257 (special), &lt;pad&gt; 258 and word 259 (not special).</summary>
public sealed class AddedTokenTests
{
    [Theory]
    [InlineData("a<s>b", SpecialTokenText.AsTokens, new[] { 97, 256, 98 })]
    [InlineData("a<s>b", SpecialTokenText.AsText, new[] { 97, 60, 115, 62, 98 })]
    [InlineData("<s>x<s>", SpecialTokenText.AsTokens, new[] { 257, 256 })]
    [InlineData("<s>x", SpecialTokenText.AsText, new[] { 60, 115, 62, 120 })]
    [InlineData("<s><pad>", SpecialTokenText.AsText, new[] { 60, 115, 62, 258 })]
    [InlineData("a  <pad> \n b", SpecialTokenText.AsText, new[] { 97, 258, 98 })]
    [InlineData("<pad> <pad>", SpecialTokenText.AsText, new[] { 258, 258 })]
    [InlineData("word", SpecialTokenText.AsText, new[] { 259 })]
    [InlineData("(word)", SpecialTokenText.AsText, new[] { 40, 259, 41 })]
    [InlineData("words", SpecialTokenText.AsText, new[] { 119, 111, 114, 100, 115 })]
    [InlineData("éword", SpecialTokenText.AsText, new[] { 0xC3, 0xA9, 119, 111, 114, 100 })]
    [InlineData("WORD", SpecialTokenText.AsText, new[] { 259 })]
    [InlineData("<PAD>", SpecialTokenText.AsText, new[] { 60, 112, 97, 100, 62 })]
    public void Encode_AddedTokens_AreFoundAsTheirFlagsSay(string text, SpecialTokenText specials, int[] expected) =>
        Assert.Equal(expected, Tokenizer().Encode(text, specials));

    [Fact]
    public void Decode_SkipSpecial_LeavesOnlySpecialOnesOut()
    {
        Assert.Equal("<s>a<pad>", Tokenizer().Decode([256, 97, 258]));
        Assert.Equal("a<pad>", Tokenizer().Decode([256, 97, 258], skipSpecial: true));
    }

    private static ITokenizer Tokenizer()
    {
        var tokenizer = TestTokenizers.ByteLevel("""{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""");
        tokenizer["normalizer"] = JsonNode.Parse("""{"type":"Lowercase"}""");
        tokenizer["added_tokens"] = new JsonArray(
            Added(256, "<s>", special: true),
            Added(257, "<s>x", special: true),
            Added(258, "<pad>", strips: true),
            Added(259, "Word", singleWord: true, normalized: true));
        return TestTokenizers.Build(tokenizer);
    }

    private static JsonObject Added(int id, string content, bool special = false, bool strips = false, bool singleWord = false, bool normalized = false) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = singleWord,
        ["lstrip"] = strips,
        ["rstrip"] = strips,
        ["normalized"] = normalized,
        ["special"] = special,
    };
}
