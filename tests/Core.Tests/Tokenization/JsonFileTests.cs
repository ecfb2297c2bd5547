using System.Text;
using SteerScope.Tokenization.Json;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

public sealed class JsonFileTests
{
    // Both met nobody before a message was to show the value.
    [Theory]
    [InlineData("{\"model\": \"\xC0\"}")]
    [InlineData("{\"model\": \"\\ud800\"}")]
    public void Parse_TextThatIsNotUnicode_IsRefused(string latin) => Assert.Contains(
        "tokenizer.json: line 1 holds what is not valid Unicode",
        Assert.Throws<InputException>(() => JsonFile.Parse(Encoding.Latin1.GetBytes(latin), "tokenizer.json")).Message,
        StringComparison.Ordinal);
}
