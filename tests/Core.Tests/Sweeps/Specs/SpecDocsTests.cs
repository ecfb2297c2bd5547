using SteerScope.Sweeps.Specs;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Specs;

public sealed class SpecDocsTests
{
    [Fact]
    public void Markdown_Page_IsTheOneInDocs()
    {
        var path = Path.Combine(SharedData.ProjectRoot, "docs", "spec.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, SpecDocs.Markdown());
        }

        Assert.True(SpecDocs.Markdown() == File.ReadAllText(path), "docs/spec.md is not current; run this test with UPDATE_DOCS=1.");
    }
}
