using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>Ids 0 to 255 are bytes; "th" is 256, "the" 257, "Ġthe" 258, "ab" 259, "bc" 260, "é" 261, "Ġthex" 262.</summary>
public sealed class ByteLevelTests
{
    private const string Gpt2 = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";
    private static readonly string[] Merges = ["t h", "th e", "Ġ the", "a b", "b c", "Ã ©", "Ġthe x"];
    private static readonly ITokenizer Tokenizer = TestTokenizers.Build(TestTokenizers.ByteLevel(Gpt2, Merges));

    [Theory]
    [InlineData("the", new[] { 257 })]
    [InlineData("the the", new[] { 257, 258 })]
    [InlineData("the  the", new[] { 257, 32, 258 })]
    [InlineData("abc", new[] { 259, 99 })]
    [InlineData("abbc", new[] { 259, 260 })]
    [InlineData("é", new[] { 261 })]
    [InlineData("th'th", new[] { 256, 39, 116, 104 })]
    [InlineData("\0\n\u007f", new[] { 0, 10, 127 })]
    [InlineData("😀", new[] { 0xF0, 0x9F, 0x98, 0x80 })]
    [InlineData("the1the", new[] { 257, 49, 257 })]
    public void Encode_Text_GivesTheIdsDerivedByHand(string text, int[] expected) => Assert.Equal(expected, Tokenizer.Encode(text));

    [Fact]
    public void Encode_MergesAcrossASplit_DoNotHappen()
    {
        // Unsplit, "the" would swallow the space before "thex".
        Assert.Equal([257, 262], Tokenizer.Encode("the thex"));
        Assert.Equal([97, 258], Tokenizer.Encode("a the"));
    }

    [Fact]
    public void Encode_AddPrefixSpace_PutsOneInFrontUnlessThereIsOne()
    {
        var tokenizer = TestTokenizers.Build(TestTokenizers.ByteLevel(Gpt2.Replace("\"add_prefix_space\":false", "\"add_prefix_space\":true", StringComparison.Ordinal), Merges));
        Assert.Equal([258], tokenizer.Encode("the"));
        Assert.Equal([258], tokenizer.Encode(" the"));
        Assert.Empty(tokenizer.Encode(string.Empty));
    }

    [Fact]
    public void Encode_IgnoreMerges_TakesKnownWordsWhole()
    {
        var tokenizer = TestTokenizers.ByteLevel(Gpt2, Merges);
        tokenizer["model"]!["vocab"]!["abcab"] = 263;
        Assert.Equal([259, 99, 259], TestTokenizers.Build(tokenizer).Encode("abcab"));
        tokenizer["model"]!["ignore_merges"] = true;
        Assert.Equal([263], TestTokenizers.Build(tokenizer).Encode("abcab"));
        Assert.Equal([259, 99, 259, 97], TestTokenizers.Build(tokenizer).Encode("abcaba"));
    }

    [Fact]
    public void Build_MergesAsPairs_GivesTheSameAsStrings()
    {
        var tokenizer = TestTokenizers.ByteLevel(Gpt2, Merges);
        tokenizer["model"]!["merges"] = new JsonArray([.. Merges.Select(m => new JsonArray([.. m.Split(' ').Select(p => JsonValue.Create(p))]))]);
        Assert.Equal(Tokenizer.Encode("the thex abbc é"), TestTokenizers.Build(tokenizer).Encode("the thex abbc é"));
    }

    [Fact]
    public void Decode_BytesThatAreNotUtf8_GivesReplacementCharacters()
    {
        Assert.Equal("a\uFFFDb", Tokenizer.Decode([97, 0xF0, 0x9F, 98]));
        Assert.Equal("\uFFFD\uFFFD", Tokenizer.Decode([0xFF, 0x80]));
    }

    [Fact]
    public void Encode_WithNfc_ComposesFirst()
    {
        var tokenizer = TestTokenizers.ByteLevel(Gpt2, Merges);
        tokenizer["normalizer"] = JsonNode.Parse("""{"type":"NFC"}""");
        Assert.Equal([261], TestTokenizers.Build(tokenizer).Encode("e\u0301"));
        Assert.Equal([101, 0xCC, 0x81], Tokenizer.Encode("e\u0301"));
    }

    [Property(MaxTest = 300)]
    public void DecodeOfEncode_AnyText_IsTheText(string? text)
    {
        // What UTF-8 cannot hold becomes U+FFFD.
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? string.Empty));
        Assert.Equal(wellFormed, Tokenizer.Decode(Tokenizer.Encode(text ?? string.Empty)));
    }

    [Property(MaxTest = 300)]
    public void DecodeOfEncode_AnyCodePoints_IsTheText(int[] points)
    {
        var text = string.Concat(points.Select(p => new Rune((int)((uint)p % 0xD800)).ToString() + new Rune((int)(0x10000 + ((uint)p % 0x100000)))));
        Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));
    }
}
