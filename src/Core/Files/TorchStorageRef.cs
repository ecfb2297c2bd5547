using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>A storage that a pickle names: a run of elements in an entry of the archive.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Key">Name of the entry below <c>data/</c>.</param>
/// <param name="Count">Elements.</param>
internal sealed record TorchStorageRef(StoredType Type, string Key, long Count);
