namespace SteerScope.Tables.Portable.Format;

/// <summary>Parquet's physical types (parquet.thrift, enum Type).</summary>
internal enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Float = 4,
    Double = 5,
    ByteArray = 6,
}
