namespace SteerScope.Silo.Storage;

/// <summary>Name of the grain storage that every cluster has: <c>[PersistentState("catalog", ClusterStorage.Name)]</c>.</summary>
public static class ClusterStorage
{
    /// <summary>The name.</summary>
    public const string Name = "steerscope";
}
