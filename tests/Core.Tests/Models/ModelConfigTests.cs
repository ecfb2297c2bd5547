using System.Text;
using SteerScope.Core.Tests.Files;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

public sealed class ModelConfigTests
{
    [Fact]
    public void Fields_PresentNullOrAbsent_AreTold()
    {
        var config = Parse("""{"a":3,"b":3.0,"c":null,"d":[1],"e":"x","f":{"g":2},"h":["x","y"],"i":true}""");

        Assert.Equal((3, 3, 7), (config.Integer("a", 0, 9), config.Integer("b", 0, 9), config.Integer("c", 0, 9, 7)));
        Assert.Equal((true, false, true, false), (config.Mentions("c"), config.Has("c"), config.Has("a"), config.Mentions("z")));
        Assert.Equal(("x", 2, true), (config.Text("e"), config.Section("f")!.Integer("g", 0, 9), config.Flag("i", false)));
        Assert.Equal(["x", "y"], config.Texts("h")!);
        Assert.Equal([1.0], config.Numbers("d", 1, 0, 9));
        Assert.Equal((true, false, false, true, false), (config.Sets("a"), config.Sets("a", 3), config.Sets("c"), config.Sets("f"), config.Sets("z")));
        Assert.Null(config.Texts("c"));
        Assert.Null(config.Section("z"));
    }

    [Fact]
    public void Fields_OfTheWrongKind_AreNamed()
    {
        var config = Parse("""{"a":3,"b":"x","f":{"g":-2},"h":["x",1]}""");

        Named("a ", () => config.Text("a"));
        Named("a ", () => config.Section("a"));
        Named("a ", () => config.Flag("a", false));
        Named("a ", () => config.Integer("a", 4, 9));
        Named("a ", () => config.Texts("a"));
        Named("b ", () => config.Integer("b", 0, 9));
        Named("b ", () => config.Number("b", 0, 9));
        Named("f.g ", () => config.Section("f")!.Integer("g", 0, 9));
        Named("h ", () => config.Texts("h"));
        Named("h ", () => config.Numbers("h", 2, 0, 9));
        Named("h ", () => config.Numbers("h", 3, 0, 9));
        Named("a ", () => config.Numbers("a", 1, 0, 9));
        Named("z ", () => config.Numbers("z", 1, 0, 9));
        Named("s ", () => config.Text("s"));
        Named("z ", () => config.Text("z"));
        Named("z ", () => config.Integer("z", 0, 9));
        Named("z ", () => config.Number("z", 0, 9));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":NaN}")]
    public void Parse_NotAnObject_IsRefused(string json) => Named("config.json", () => Parse(json));

    [Fact]
    public void Parse_NotUtf8_IsRefused() => Named("UTF-8", () => ModelConfig.Parse(new byte[] { 0xff, 0xfe }, "config.json"));

    // System.Text.Json compares names by undoing their escapes, and throws at these.
    [Theory]
    [InlineData("{\"\\ud800\":1,\"model_type\":\"llama\"}", "line 1 ")]
    [InlineData("{\"model_type\":\"llama\",\n\"s\":\"\\udc00\\ud800\"}", "line 2 ")]
    public void Parse_HalfASurrogatePair_IsRefused(string json, string named) => Named(named, () => Parse(json));

    [Fact]
    public void Load_AbsentFile_IsNamed()
    {
        using var folder = new TestFolder();
        Named("config.json", () => ModelConfig.Load(folder["config.json"]));
        Named(folder.Path, () => ModelConfig.Load(folder.Path));
    }

    private static void Named(string name, Action action) =>
        Assert.Contains(name, Assert.Throws<InputException>(action).Message, StringComparison.Ordinal);

    private static ModelConfig Parse(string json) => ModelConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json");
}
