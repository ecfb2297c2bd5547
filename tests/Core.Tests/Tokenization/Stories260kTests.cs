using System.Text.Json;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

public sealed class Stories260kTests
{
    [Fact]
    public void Encode_SpecialsAsTokens_GivesWhatHuggingFaceGives()
    {
        foreach (var (text, runIds, jsonIds) in Cases())
        {
            Assert.Equal(jsonIds ?? runIds, TestTokenizers.Stories260k.Encode(text, SpecialTokenText.AsTokens));
        }
    }

    [Fact]
    public void Encode_SpecialsAsText_GivesWhatTheModelWasTrainedWith()
    {
        var cases = Cases();
        Assert.Equal(75, cases.Count);
        foreach (var (text, runIds, jsonIds) in cases)
        {
            // tokenizer.json cannot tell a literal U+2581 from a space; run.c can.
            var expected = text.Contains('▁', StringComparison.Ordinal) ? jsonIds! : runIds;
            Assert.Equal(expected, TestTokenizers.Stories260k.Encode(text));
        }
    }

    [Fact]
    public void Decode_IdsOfEveryCase_GivesTheTextBack()
    {
        foreach (var (text, runIds, _) in Cases())
        {
            Assert.Equal(text, TestTokenizers.Stories260k.Decode(runIds));
        }
    }

    [Fact]
    public void Load_Folder_TellsAboutTheTokenizer()
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(TestTokenizers.Stories260kFolder, "tokenizer.json"));
        Assert.Equal(512, tokenizer.VocabularySize);
        Assert.Equal(1, tokenizer.BosId);
        Assert.True(tokenizer.AddsBos);
        Assert.EndsWith("tokenizer.json", tokenizer.Source, StringComparison.Ordinal);
        Assert.Equal("<0x0A>", tokenizer.Piece(13));
        Assert.Equal("▁", tokenizer.Piece(410));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Piece(512));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }

    [Fact]
    public void Decode_SkipSpecial_LeavesControlTokensOut()
    {
        Assert.Equal("<s> a</s>", TestTokenizers.Stories260k.Decode([1, 261, 2]));
        Assert.Equal("a", TestTokenizers.Stories260k.Decode([1, 261, 2], skipSpecial: true));
    }

    [Fact]
    public void Decode_BytesThatAreNotUtf8_GivesReplacementCharacters()
    {
        // C3 alone; then C3 A9 = é, spoilt by a further byte; run of bytes goes as one.
        Assert.Equal("\uFFFD", TestTokenizers.Stories260k.Decode([0xC3 + 3]));
        Assert.Equal("é", TestTokenizers.Stories260k.Decode([0xC3 + 3, 0xA9 + 3]));
        Assert.Equal("\uFFFD\uFFFD\uFFFD", TestTokenizers.Stories260k.Decode([0xC3 + 3, 0xA9 + 3, 0xC3 + 3]));
    }

    [Fact]
    public void Encode_LoneSurrogate_IsTheReplacementCharacter()
    {
        Assert.Equal(TestTokenizers.Stories260k.Encode("a\uFFFDb"), TestTokenizers.Stories260k.Encode("a\uD83Db"));
    }

    [Fact]
    public void Encode_FromManyThreads_GivesTheSameIds()
    {
        var texts = Cases().Select(c => c.Text).ToArray();
        var expected = texts.Select(t => TestTokenizers.Stories260k.Encode(t)).ToArray();
        var fresh = TokenizerLoader.Load(TestTokenizers.Stories260kFolder);
        Parallel.For(0, 40 * texts.Length, i => Assert.Equal(expected[i % texts.Length], fresh.Encode(texts[i % texts.Length])));
    }

    private static List<(string Text, int[] RunIds, int[]? JsonIds)> Cases()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TestTokenizers.Stories260kFolder, "tokenizer_cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => (
            c.GetProperty("text").GetString()!,
            c.GetProperty("ids").Deserialize<int[]>()!,
            c.TryGetProperty("tokenizer_json_ids", out var ids) ? ids.Deserialize<int[]>() : null))];
    }
}
