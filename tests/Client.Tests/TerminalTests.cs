using SteerScope.Client.Progress;
using Xunit;

namespace SteerScope.Client.Tests;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("ten chars.", "ten chars.")]
    [InlineData("one two three four", "one two", "three four")]
    [InlineData("abcdefghijklm", "abcdefghij", "klm")]
    [InlineData("a\r\nb", "a", "b")]
    [InlineData("0123456789 x", "0123456789", "x")]
    public void Wrapped_Text_FitsTheWidth(string text, params string[] lines) => Assert.Equal(lines, Terminal.Wrapped(text, 10));

    [Theory]
    [InlineData("short", "short")]
    [InlineData("ten chars.", "ten chars.")]
    [InlineData("eleven char", "eleven ch…")]
    [InlineData("a\nb", "a b")]
    public void OneLine_Text_IsCutToTheWidth(string text, string line) => Assert.Equal(line, Terminal.OneLine(text, 10));
}
