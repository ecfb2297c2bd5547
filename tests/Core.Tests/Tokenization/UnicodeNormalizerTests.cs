using System.Text;
using FsCheck.Xunit;
using SteerScope.Tokenization.Unicode;
using Xunit;
using NormalizationForm = SteerScope.Tokenization.Unicode.NormalizationForm;

namespace SteerScope.Core.Tests.Tokenization;

/// <summary>Examples of UAX 15 and of The Unicode Standard, chapter 3.</summary>
public sealed class UnicodeNormalizerTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9", "e\u0301", "\u00E9", "e\u0301")]
    [InlineData("\u212B", "\u00C5", "A\u030A", "\u00C5", "A\u030A")]
    [InlineData("\uFB01", "\uFB01", "\uFB01", "fi", "fi")]
    [InlineData("2\u2075", "2\u2075", "2\u2075", "25", "25")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323", "\u017F\u0323\u0307", "\u1E69", "s\u0323\u0307")]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307", "a\u0323\u0307", "\u1EA1\u0307", "a\u0323\u0307")]
    [InlineData("\uAC01", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\uAC00\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u0344", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301")]
    [InlineData("\U0001109A", "\U0001109A", "\U00011099\U000110BA", "\U0001109A", "\U00011099\U000110BA")]
    [InlineData("\U0002F800", "\u4E3D", "\u4E3D", "\u4E3D", "\u4E3D")]
    [InlineData("\U0001D400", "\U0001D400", "\U0001D400", "A", "A")]
    [InlineData("a\u0300\u05AE\u0315b", "\u00E0\u05AE\u0315b", "a\u05AE\u0300\u0315b", "\u00E0\u05AE\u0315b", "a\u05AE\u0300\u0315b")]
    public void Normalize_Example_GivesAllFourForms(string text, string nfc, string nfd, string nfkc, string nfkd)
    {
        Assert.Equal(nfc, UnicodeNormalizer.Normalize(text, NormalizationForm.Nfc));
        Assert.Equal(nfd, UnicodeNormalizer.Normalize(text, NormalizationForm.Nfd));
        Assert.Equal(nfkc, UnicodeNormalizer.Normalize(text, NormalizationForm.Nfkc));
        Assert.Equal(nfkd, UnicodeNormalizer.Normalize(text, NormalizationForm.Nfkd));
    }

    [Property(MaxTest = 200)]
    public void Normalize_AnyText_FormsAgreeAndAreStable(int[] points)
    {
        // Weighted towards letters with marks, Hangul and symbols.
        var text = string.Concat(points.Select(p => new Rune((int)((uint)p % 5) switch
        {
            0 => 0x300 + (int)((uint)p % 0x70),
            1 => 0xA0 + (int)((uint)p % 0x200),
            2 => 0x1100 + (int)((uint)p % 0x200),
            3 => 0xAC00 + (int)((uint)p % 11172),
            _ => 'a' + (int)((uint)p % 26),
        })));
        var nfc = UnicodeNormalizer.Normalize(text, NormalizationForm.Nfc);
        var nfd = UnicodeNormalizer.Normalize(text, NormalizationForm.Nfd);
        Assert.Equal(nfc, UnicodeNormalizer.Normalize(nfd, NormalizationForm.Nfc));
        Assert.Equal(nfc, UnicodeNormalizer.Normalize(nfc, NormalizationForm.Nfc));
        Assert.Equal(nfd, UnicodeNormalizer.Normalize(nfc, NormalizationForm.Nfd));
        Assert.Equal(
            UnicodeNormalizer.Normalize(text, NormalizationForm.Nfkc),
            UnicodeNormalizer.Normalize(UnicodeNormalizer.Normalize(nfd, NormalizationForm.Nfkd), NormalizationForm.Nfkc));
    }
}
