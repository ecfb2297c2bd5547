namespace SteerScope.Tables.Portable.Format;

/// <summary>Type codes of Thrift's compact protocol (thrift-compact-protocol.md), as far as Parquet's footer needs them.</summary>
internal enum ThriftType : byte
{
    I16 = 4,
    I32 = 5,
    I64 = 6,
    Binary = 8,
    List = 9,
    Struct = 12,
}
