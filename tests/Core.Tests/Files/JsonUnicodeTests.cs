using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class JsonUnicodeTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("{\"a\": \"\\ud83d\\ude00 \\u0041 \\\\ud800 \\\"\"}", 0)]
    [InlineData("\"\\ud800\"", 1)]
    [InlineData("\n\n\"\\udc00\\ud800\"", 3)]
    [InlineData("\"\\ud800\\u0041\"", 1)]
    [InlineData("\"\\\\\\uD800\"", 1)]
    [InlineData("\\", 0)]
    [InlineData("\"\\ud8", 0)]
    public void IsValid_Escapes_HalfPairsAreFoundWithTheirLine(string json, int line)
    {
        Assert.Equal(line == 0, JsonUnicode.IsValid(Encoding.UTF8.GetBytes(json), out var found));
        Assert.Equal(line, found);
    }

    [Fact]
    public void IsValid_BytesThatAreNotUtf8_AreFoundWithTheirLine()
    {
        Assert.False(JsonUnicode.IsValid([(byte)'"', (byte)'\n', 0xC3, 0xA9, (byte)'\n', 0xB7], out var line));
        Assert.Equal(3, line);
    }

    [Property(MaxTest = 500)]
    public Property IsValid_AnyString_AgreesWithTheParser()
    {
        var part = Gen.Elements("a", "\\\\", "\\\"", "\\n", "\\ud800", "\\udbff", "\\udc00", "\\uDFFF", "\\u0041", "u", "d800", "é", "😀");
        return Prop.ForAll(part.ArrayOf().ToArbitrary(), parts =>
        {
            using var document = JsonDocument.Parse($"\"{string.Concat(parts)}\"");
            var text = Record.Exception(() => document.RootElement.GetString());
            return JsonUnicode.IsValid(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()), out _) == text is null;
        });
    }
}
