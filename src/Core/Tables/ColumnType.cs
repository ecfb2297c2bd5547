namespace SteerScope.Tables;

/// <summary>Type of a table's column.</summary>
public enum ColumnType
{
    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>binary32.</summary>
    Float,

    /// <summary>binary64.</summary>
    Double,

    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>LIST of binary32, all of one length per file (d_model in the file's metadata).</summary>
    FloatList,
}
