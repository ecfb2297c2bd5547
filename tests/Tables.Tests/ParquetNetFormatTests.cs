#if !PORTABLE
using SteerScope.Tables.Parquet;

namespace SteerScope.Tables.Tests;

public sealed class ParquetNetFormatTests : TableFormatTests
{
    protected override ITableFormat Format { get; } = new ParquetNetFormat();
}
#endif
