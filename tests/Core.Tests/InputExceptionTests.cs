using FsCheck.Xunit;
using SteerScope.Artifacts;
using Xunit;

namespace SteerScope.Core.Tests;

/// <summary>What a file holds comes into messages as it is: the exception makes it fit for a terminal.</summary>
public sealed class InputExceptionTests
{
    [Theory]
    [InlineData("a.json: field is 7.", "a.json: field is 7.")]
    [InlineData("a: naïve 😀 ▁the.", "a: naïve 😀 ▁the.")]
    [InlineData("a:\n  one.\n  two.", "a:\n  one.\n  two.")]
    [InlineData("a is '\n', \r and \t.", "a is '\\n', \\r and \\t.")]
    [InlineData("a is \u001b[31m\0.", "a is \\u001b[31m\\u0000.")]
    [InlineData("a is \u202eb\u2028c.", "a is \\u202eb\\u2028c.")]
    public void Message_WithWhatAFileHolds_CanBePrinted(string message, string shown)
    {
        Assert.Equal(shown, new InputException(message).Message);
        Assert.Equal(shown, new ArtifactException(message, new InvalidOperationException()).Message);
    }

    [Fact]
    public void Message_LongLine_IsCutInTheMiddle()
    {
        var message = new InputException($"a.json: field is {new string('x', 30_000)}, but must be 1.\n  item").Message;

        Assert.Matches("^a.json: field is x+ \\[... [0-9]+ characters ...\\] x+, but must be 1.\n  item$", message);
        Assert.InRange(message.Length, 900, 1010);
    }

    [Fact]
    public void Message_HalfASurrogatePair_IsTheReplacementCharacter() =>
        Assert.Equal("a is \ufffd.", new InputException("a is \ud800.").Message);

    [Property]
    public void Message_OfAnyText_HasShortLinesWithoutControlCharacters(string? text, ushort times)
    {
        var message = new InputException(string.Concat(Enumerable.Repeat(text ?? "", times % 1000))).Message;

        Assert.All(message.Split("\n  "), line => Assert.DoesNotContain(line, char.IsControl));
        Assert.All(message.Split("\n  "), line => Assert.InRange(line.Length, 0, MessageText.MaxLine));
    }
}
