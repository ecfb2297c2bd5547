using FsCheck.Xunit;
using SteerScope.Tokenization.AddedTokens;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>
/// Texts of one character, or of few, over and over. Patterns count their steps and stop when these are out of proportion to the
/// text's length, so that an expression that backtracks quadratically ends in an error without a clock.
/// </summary>
public sealed class LongTextTests
{
    private const int Length = 10_000;

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\t ")]
    [InlineData("<|")]
    [InlineData("'")]
    [InlineData("aB'")]
    [InlineData("\u0301\u0323")]
    [InlineData("👨\u200d👩\u200d👧")]
    [InlineData("中한")]
    [InlineData("\0")]
    public void Encode_LongRunInEveryFamily_TakesStepsInProportion(string unit)
    {
        var run = string.Concat(Enumerable.Repeat(unit, Length / unit.Length));
        foreach (var family in PublishedTokenizer.All.Values)
        {
            foreach (var text in (ReadOnlySpan<string>)[run, run + "x"])
            {
                Assert.Equal(PublishedFamilyTests.Normalised(family, text), family.Tokenizer.Decode(family.Tokenizer.Encode(text)));
            }
        }
    }

    [Fact]
    public void Encode_LongDigits_TakesStepsInProportionButForThePatternThatLooksToTheirEnd()
    {
        var digits = new string('7', Length);
        foreach (var family in PublishedTokenizer.All.Values.Where(family => family.Name != "command-r"))
        {
            Assert.Equal(digits, family.Tokenizer.Decode(family.Tokenizer.Encode(digits)));
        }

        var quadratic = PublishedTokenizer.All["command-r"].Tokenizer;
        Assert.Equal(digits[..2_000], quadratic.Decode(quadratic.Encode(digits[..2_000])));
    }

    [Theory]
    [InlineData("llama-2")]
    [InlineData("gemma-2")]
    [InlineData("llama-3")]
    public void Encode_WordOfAMegabyte_TakesNoQuadraticTime(string name)
    {
        var text = new string('a', 1 << 20);
        var tokenizer = PublishedTokenizer.All[name].Tokenizer;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));

        // Merging by scanning takes hours; a loaded machine a second or two.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    [Property(MaxTest = 300)]
    public void TryNext_RandomSpellings_FindsTheLongestAtTheFirstPlace(int seed)
    {
        var random = new Random(seed);
        string Word() => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => "ab<"[random.Next(3)]));
        var spellings = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Word()).Distinct().ToArray();
        var matcher = new AddedTokenMatcher(spellings.Select((s, i) => (s, new AddedToken(i, s, false, false, false, false, true))));
        var text = string.Concat(Enumerable.Range(0, 6).Select(_ => Word()));
        var places = Enumerable.Range(0, text.Length).Where(at => spellings.Any(s => text.AsSpan(at).StartsWith(s))).ToArray();
        Assert.Equal(places.Length > 0, matcher.TryNext(text, 0, out var start, out var end, out var token));
        if (places.Length > 0)
        {
            var longest = spellings.Where(s => text.AsSpan(places[0]).StartsWith(s)).MaxBy(s => s.Length)!;
            Assert.Equal((places[0], places[0] + longest.Length, longest), (start, end, token.Content));
        }
    }
}
