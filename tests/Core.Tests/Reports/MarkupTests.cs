using System.Xml.Linq;
using FsCheck;
using FsCheck.Xunit;
using SteerScope.Reports.Pages;
using Xunit;

namespace SteerScope.Core.Tests.Reports;

public sealed class MarkupTests
{
    [Property]
    public void Escape_AnyText_ComesBackFromXml(NonNull<string> text)
    {
        using var writer = new StringWriter();
        new Markup(writer).Leaf("p", text.Get, ("title", text.Get));

        var element = XElement.Parse(writer.ToString(), LoadOptions.PreserveWhitespace);
        var expected = string.Concat(text.Get.EnumerateRunes().Select(rune => rune.Value is < 0x20 and not ('\t' or '\n') or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff ? "\ufffd" : rune.ToString()));
        Assert.Equal(expected, element.Value);
    }

    [Fact]
    public void Escape_Markup_IsHarmless() => Assert.Equal("&lt;b title=&quot;x&quot;&gt;&amp;&#39;", Markup.Escape("<b title=\"x\">&'"));
}
