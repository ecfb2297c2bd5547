using System.Text;
using SteerScope.Tokenization.Json;
using SteerScope.Tokenization.Patterns;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

public sealed class PatternTests
{
    [Theory]
    [InlineData(@"\p{N}{1,3}+", "1234567a", "[1234567]a")]
    [InlineData(@"\p{N}{2,3}?", "12345", "[12][34]5")]
    [InlineData(@"a{2}?", "aaa", "[aa]a[]")]
    [InlineData(@"a++a", "aaa", "aaa")]
    [InlineData(@"(?>a+)ab|a", "aab", "[a][a]b")]
    [InlineData(@"^.", "ab\ncd", "[a]b\n[c]d")]
    [InlineData(@".$", "ab\ncd", "a[b]\nc[d]")]
    [InlineData(@"[a-c&&[^b]]+", "abcad", "[a]b[ca]d")]
    [InlineData(@"\h+", "xyfa0g", "xy[fa0]g")]
    [InlineData(@"(?<!a)b|(?<=ab|cx)c", "abbcxcabc", "ab[b]cx[c]ab[c]")]
    [InlineData(@"(?i)k", "kK\u212A", "[k][K][\u212A]")]
    [InlineData(@"a(?i)b|c", "aBac", "[aB][ac]")]
    [InlineData(@"\x{1F600}|\u00e9", "é😀", "[é][😀]")]
    [InlineData(@"[^a]", "a😀", "a[😀]")]
    [InlineData(@"(?:ab)*?c", "ababc", "[ababc]")]
    [InlineData(@"a{,2}b", "aaab", "a[aab]")]
    [InlineData(@"a{x}", "a{x}", "[a{x}]")]
    [InlineData(@"\bcat\b", "cat concat cat's", "[cat] concat [cat]'s")]
    public void Matches_Construct_AsOnigurumaReadsIt(string expression, string text, string expected) =>
        Assert.Equal(expected, Marked(expression, text));

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("a|*")]
    [InlineData("[z-a]")]
    [InlineData("a{2,1}")]
    [InlineData("a{99999999999}")]
    [InlineData(@"\p{Klingon}")]
    [InlineData(@"\p{L")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\k<n>")]
    [InlineData("(?P<n>a)")]
    [InlineData("(?<=a+)b")]
    [InlineData("(?:a?)*")]
    [InlineData("^*")]
    [InlineData(@"\x{110000}")]
    [InlineData(@"\u12")]
    [InlineData("\\")]
    [InlineData("(?~a)")]
    [InlineData("(((a{900}){900}){900}b){2}")]
    public void Read_WhatCannotBeReadExactly_IsRefusedNamingTheField(string expression)
    {
        var error = Assert.Throws<InputException>(() => Read(expression));
        Assert.Contains("tokenizer.json: Regex", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeeplyNested_IsRefused()
    {
        Assert.Throws<InputException>(() => Read(new string('(', 5_000)));
        Assert.Throws<InputException>(() => Read(new string('[', 5_000)));
    }

    [Fact]
    public void Matches_CatastrophicPattern_EndsInAnError()
    {
        var error = Assert.Throws<InputException>(() => Read("(?:a|a)+b").Matches(new string('a', 40)));
        Assert.Contains("takes too long", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Matches_LongRuns_NeitherOverflowNorTakeQuadraticTime()
    {
        var text = new string(' ', 500_000);
        Assert.Equal([(0, 500_000)], Read(@"\s*[\r\n]+|\s+(?!\S)|\s+").Matches(text));
        Assert.Equal([(0, 500_000)], Read(@"(?: | \n)+").Matches(text));
    }

    private static string Marked(string expression, string text)
    {
        var result = new StringBuilder();
        var done = 0;
        foreach (var (start, end) in Read(expression).Matches(text))
        {
            result.Append(text, done, start - done).Append('[').Append(text, start, end - start).Append(']');
            done = end;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private static Pattern Read(string expression)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { Regex = expression });
        return Pattern.Read(JsonFile.Parse(Encoding.UTF8.GetBytes(json), "tokenizer.json"));
    }
}
