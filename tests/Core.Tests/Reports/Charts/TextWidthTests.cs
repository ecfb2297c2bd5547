using SteerScope.Reports.Charts;
using Xunit;

namespace SteerScope.Core.Tests.Reports.Charts;

public sealed class TextWidthTests
{
    [Fact]
    public void Fit_EnoughRoom_ChangesNothing() => Assert.Equal("random text", TextWidth.Fit("random text", 14, 200));

    [Fact]
    public void Fit_TooLittleRoom_EndsInAnEllipsis() => Assert.Equal("rand…", TextWidth.Fit("random text", 14, 45));

    [Fact]
    public void Fit_AnyRoom_NeverSplitsACharacter() => Assert.All(Enumerable.Range(0, 120), room =>
        Assert.DoesNotContain(TextWidth.Fit("a😀b😀c😀d", 14, room).EnumerateRunes(), rune => rune.Value == 0xfffd));
}
