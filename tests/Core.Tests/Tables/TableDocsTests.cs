using SteerScope.Tables;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Tables;

public sealed class TableDocsTests
{
    private static readonly string Page = Path.Combine(SharedData.ProjectRoot, "docs", "tables.md");

    [Fact]
    public void ToMarkdown_Catalog_IsTheCommittedPage()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Page)!);
            File.WriteAllText(Page, TableDocs.ToMarkdown());
        }

        Assert.True(TableDocs.ToMarkdown() == File.ReadAllText(Page), "docs/tables.md is out of date: UPDATE_DOCS=1 dotnet test tests/Core.Tests --filter TableDocsTests");
    }

    [Fact]
    public void ToMarkdown_EveryColumn_IsExplained()
    {
        var page = TableDocs.ToMarkdown();

        Assert.All(TableCatalog.All, table => Assert.Contains($"\n## {table.Name}\n", page, StringComparison.Ordinal));
        Assert.All(TableCatalog.All.SelectMany(table => table.Columns), column => Assert.Contains($"| `{column.Name}` | ", page, StringComparison.Ordinal));
    }
}
