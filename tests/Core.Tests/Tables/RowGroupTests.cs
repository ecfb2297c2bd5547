using SteerScope.Tables;
using Xunit;

namespace SteerScope.Core.Tests.Tables;

public sealed class RowGroupTests
{
    [Theory]
    [InlineData(0, 122_880)] // nothing but a number: many rows
    [InlineData(4096, 4_095)] // 64 MiB / (4 + 4 * 4096) bytes
    [InlineData(100_000, 2_048)]
    public void RowsFor_Vectors_FitsTheTarget(int dModel, int rows)
    {
        var schema = new TableSchema("t", [], [new("layer", ColumnType.Int32, false, ""), new("vector", ColumnType.FloatList, false, "")], "");

        Assert.Equal(rows, RowGroup.RowsFor(schema, dModel));
    }

    [Fact]
    public void Check_NoColumns_HasNoRows() => Assert.Equal(0, RowGroup.Check(new TableSchema("t", [], [], ""), []));
}
