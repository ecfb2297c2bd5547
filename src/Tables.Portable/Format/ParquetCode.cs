namespace SteerScope.Tables.Portable.Format;

/// <summary>The other numbers of parquet.thrift that the writer uses.</summary>
internal static class ParquetCode
{
    public const int Required = 0;
    public const int Optional = 1;
    public const int Repeated = 2;

    public const int ConvertedUtf8 = 0;
    public const int ConvertedList = 3;

    /// <summary>Field ids of the union LogicalType.</summary>
    public const int LogicalString = 1;
    public const int LogicalList = 3;

    public const int EncodingPlain = 0;
    public const int EncodingRle = 3;
    public const int CodecGzip = 2;
    public const int DataPage = 0;
}
