namespace SteerScope.Grains.Placement;

/// <summary>What a member of the cluster says of itself, fixed for its life.</summary>
public static class MemberMetadata
{
    /// <summary>Key of the list of its device classes, separated by commas; <see cref="AttemptKey.Merging"/> among them where it merges.</summary>
    public const string Classes = "steerscope.classes";

    /// <summary>Whether the metadata name a class.</summary>
    public static bool HasClass(IReadOnlyDictionary<string, string> metadata, string deviceClass)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return deviceClass.Length > 0
            && metadata.TryGetValue(Classes, out var classes)
            && classes.Split(',').Contains(deviceClass, StringComparer.Ordinal);
    }
}
