using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>Splits derived by hand from the published patterns; · stands between pieces.</summary>
public sealed class SplittingPatternTests
{
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string Llama3 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string Qwen2 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    [Theory]
    [InlineData("Hello, world!", "Hello·,· world·!")]
    [InlineData("I'll say it's John's", "I·'ll· say· it·'s· John·'s")]
    [InlineData("I'LL", "I·'·LL")]
    [InlineData("12345 67", "12345· 67")]
    [InlineData("a  b   c ", "a· · b·  · c· ")]
    [InlineData("a\n\n b\n", "a·\n\n· b·\n")]
    [InlineData("naïve 日本語 мир!", "naïve· 日本語· мир·!")]
    [InlineData(" 😀👍🏽a", " 😀👍🏽·a")]
    [InlineData("x𝐀𝐁 𝟏𝟐²", "x𝐀𝐁· 𝟏𝟐²")]
    [InlineData("𠮷野家", "𠮷野家")]
    public void Gpt2_Text_SplitsAsDerived(string text, string expected) => Assert.Equal(expected, TestTokenizers.SplitBy(Gpt2, text));

    [Theory]
    [InlineData("I'LL say \"it's\"", "I·'LL· say· \"·it·'s·\"")]
    [InlineData("they'ſ", "they·'ſ")]
    [InlineData("1234567 and 89", "123·456·7· and· ·89")]
    [InlineData("a.b (c)", "a·.b· (·c·)")]
    [InlineData("end.\n\nNext", "end·.\n\n·Next")]
    [InlineData("a \n  \n b", "a· \n  \n· b")]
    [InlineData("a\tb  c", "a·\tb· · c")]
    [InlineData("\r\nx   ", "\r\n·x·   ")]
    [InlineData("😀abc 😀 d", "😀abc· 😀· d")]
    [InlineData("𝐀bc𝟏𝟐𝟑𝟒", "𝐀bc·𝟏𝟐𝟑·𝟒")]
    [InlineData("e\u0301t", "e·\u0301t")]
    public void Llama3_Text_SplitsAsDerived(string text, string expected) => Assert.Equal(expected, TestTokenizers.SplitBy(Llama3, text));

    [Theory]
    [InlineData("1234", "1·2·3·4")]
    [InlineData("x²𝟏", "x·²·𝟏")]
    [InlineData("don't 42", "don·'t· ·4·2")]
    public void Qwen2_Text_SplitsAsDerived(string text, string expected) => Assert.Equal(expected, TestTokenizers.SplitBy(Qwen2, text));

    [Theory]
    [InlineData("Removed", "the·final·countdown")]
    [InlineData("Isolated", "the·-·final·-·-·countdown")]
    [InlineData("MergedWithPrevious", "the-·final-·-·countdown")]
    [InlineData("MergedWithNext", "the·-final·-·-countdown")]
    [InlineData("Contiguous", "the·-·final·--·countdown")]
    public void Split_Behavior_TreatsDelimitersAsDocumented(string behavior, string expected) =>
        Assert.Equal(expected, TestTokenizers.SplitBy("-", "the-final--countdown", behavior));
}
