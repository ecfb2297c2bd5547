using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class LetterRuleTests
{
    [Theory]
    [InlineData(" (A)", "A")]
    [InlineData("(B)", "B")]
    [InlineData("A", "A")]
    [InlineData(" h", "h")]
    [InlineData("[C].", "C")]
    [InlineData("D)", "D")]
    [InlineData("D:", "D")]
    [InlineData("( E )", "E")]
    [InlineData("yes", null)]
    [InlineData("(AB)", null)]
    [InlineData("(A", null)]
    [InlineData("(1)", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("Ä", null)]
    public void LetterOf_Answer_IsItsLetterOrNull(string answer, string? letter) => Assert.Equal(letter, LetterRule.LetterOf(answer));

    [Theory]
    [InlineData("A")]
    [InlineData("A", "A")]
    [InlineData("A", "BC")]
    [InlineData("A", "1")]
    public void Of_WrongLetters_Throws(params string[] letters) => Assert.Throws<ArgumentException>(() => LetterRule.Of(letters));
}
