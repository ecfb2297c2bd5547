using System.Text;
using SteerScope.Tokenization;
using SteerScope.Tokenization.Json;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>A tokenizer.json of a few kilobytes whose steps together make a text longer than memory is.</summary>
public sealed class TextGrowthTests
{
    private const string Doubling = """{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}""";
    private const string DoublingRegex = """{"type": "Replace", "pattern": {"Regex": "a"}, "content": "aa"}""";
    private const string ByteLevel = """{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}""";

    public static TheoryData<string, string, string> Bombs => new()
    {
        { Sequence("normalizers", Doubling, 200), "null", "aaaa" },
        { Sequence("normalizers", DoublingRegex, 200), "null", "aaaa" },
        { Sequence("normalizers", Sequence("normalizers", Doubling, 4), 50), "null", "aaaa" },
        { $$"""{"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": "{{new string('(', 30_000)}}"}""", "null", "the a the" },
        { $$"""{"type": "Replace", "pattern": {"String": " "}, "content": "{{new string('(', 30_000)}}"}""", "null", "the a the" },
        { $$"""{"type": "Prepend", "prepend": "{{new string('(', 30_000)}}"}""", "null", "a" },
        { "null", Sequence("pretokenizers", ByteLevel, 200), "é" },
        { "null", Sequence("pretokenizers", Sequence("pretokenizers", ByteLevel, 4), 50), "é" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Encode_StepsThatMakeTextMuchLonger_IsRefused(string normalizer, string preTokenizer, string text)
    {
        var tokenizer = Build(normalizer, preTokenizer, "null");

        var message = Assert.Throws<InputException>(() => tokenizer.Encode(text)).Message;

        Assert.StartsWith("tokenizer.json: a rule makes ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_StepsThatMakeTextMuchLonger_IsRefused()
    {
        var tokenizer = Build("null", "null", Sequence("decoders", Doubling, 200));

        Assert.Contains("a rule makes ", Assert.Throws<InputException>(() => tokenizer.Decode([0, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AddedTokenThatBecomesMuchLonger_IsRefused() => Assert.Contains(
        "a rule makes ",
        Assert.Throws<InputException>(() => Build(
            Sequence("normalizers", Doubling, 200), "null", "null", """[{"id": 5, "content": "a a", "single_word": false, "lstrip": false, "rstrip": false, "normalized": true, "special": false}]""")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 257)]
    [InlineData(50, 10)]
    public void Load_MoreStepsThanAnyTokenizerHas_IsRefused(int outer, int inner)
    {
        var steps = Sequence("normalizers", Sequence("normalizers", """{"type": "NFC"}""", inner), outer);

        Assert.Contains("at most 256 steps", Assert.Throws<InputException>(() => Build(steps, "null", "null")).Message, StringComparison.Ordinal);
        Assert.Contains("at most 256 steps", Assert.Throws<InputException>(() => Build("null", Sequence("pretokenizers", ByteLevel, 257), "null")).Message, StringComparison.Ordinal);
        Assert.Contains("at most 256 steps", Assert.Throws<InputException>(() => Build("null", "null", Sequence("decoders", """{"type": "Fuse"}""", 257))).Message, StringComparison.Ordinal);
    }

    // U+FDFA is the character that compatibility makes longest, of 18.
    [Fact]
    public void Encode_WidestRealGrowth_IsRead()
    {
        var tokenizer = Build("""{"type": "Sequence", "normalizers": [{"type": "NFKD"}, {"type": "Lowercase"}]}""", $$"""{"type": "Sequence", "pretokenizers": [{{ByteLevel}}]}""", "null");

        Assert.Empty(tokenizer.Encode(new string('\uFDFA', 1000)));
    }

    private static ITokenizer Build(string normalizer, string preTokenizer, string decoder, string added = "[]") => TokenizerLoader.Build(
        JsonFile.Parse(
            Encoding.UTF8.GetBytes($$$"""{"added_tokens": {{{added}}}, "normalizer": {{{normalizer}}}, "pre_tokenizer": {{{preTokenizer}}}, "decoder": {{{decoder}}}, "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}"""),
            "tokenizer.json"),
        null);

    private static string Sequence(string name, string step, int times) =>
        $$"""{"type": "Sequence", "{{name}}": [{{string.Join(", ", Enumerable.Repeat(step, times))}}]}""";
}
