using SteerScope.Tables;
using Xunit;

namespace SteerScope.Core.Tests.Tables;

public sealed class TableCatalogTests
{
    public static TheoryData<string> Tables => [.. TableCatalog.All.Select(table => table.Name)];

    [Fact]
    public void All_Names_AreDistinct() => Assert.Equal(11, TableCatalog.All.Select(table => table.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Tables))]
    public void All_Columns_AreNamedOnceInSnakeCaseAndExplained(string name)
    {
        var table = TableCatalog.All.Single(table => table.Name == name);
        var names = table.PartitionKeys.Concat(table.Columns.Select(column => column.Name)).ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.All(names.Append(table.Name), word => Assert.Matches("^[a-z][a-z0-9_]*$", word));
        Assert.All(table.PartitionKeys, key => Assert.Contains(key, TableCatalog.Keys.Select(known => known.Key)));
        Assert.All(table.Columns.Select(column => column.Description).Append(table.Description), text =>
        {
            Assert.NotEmpty(text);
            Assert.DoesNotContain('\n', text);
            Assert.EndsWith(".", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void All_ElementTypes_MatchTheirNullability(string name)
    {
        var table = TableCatalog.All.Single(table => table.Name == name);

        Assert.All(table.Columns.Where(column => column.ElementType.IsValueType), column =>
            Assert.Equal(column.Nullable, Nullable.GetUnderlyingType(column.ElementType) is not null));
    }
}
