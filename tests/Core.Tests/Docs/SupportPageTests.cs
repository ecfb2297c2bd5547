using SteerScope.Models;
using SteerScope.Saes;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Docs;

/// <summary>The page cannot fall behind what the program loads.</summary>
public sealed class SupportPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "support.md"));

    [Fact]
    public void Page_EveryArchitectureThatLoads_IsInIt() =>
        Assert.All(TransformerLoader.Supported, type => Assert.Contains($"`{type}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Page_EverySaeFormatThatLoads_IsInIt() =>
        Assert.All(SaeFile.Formats, format => Assert.Contains($"`{format}`", Page, StringComparison.Ordinal));
}
