using Xunit;

namespace SteerScope.Cluster.Support;

/// <summary>A fact that mounts a <see cref="SmallDisk"/>; skipped where that is not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.SkipReason;
}
