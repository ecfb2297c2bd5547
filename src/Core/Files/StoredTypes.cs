using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>Facts about the element types of stored tensors.</summary>
public static class StoredTypes
{
    /// <summary>Bytes per element.</summary>
    public static int ElementSize(this StoredType type) => type switch
    {
        StoredType.F64 or StoredType.I64 => 8,
        StoredType.F32 or StoredType.I32 => 4,
        StoredType.F16 or StoredType.BF16 or StoredType.I16 => 2,
        StoredType.I8 or StoredType.U8 or StoredType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type."),
    };

    /// <summary>Whether elements are F64, F32, F16 or BF16.</summary>
    public static bool IsFloating(this StoredType type) =>
        type is StoredType.F64 or StoredType.F32 or StoredType.F16 or StoredType.BF16;
}
