using Orleans.Placement;

namespace SteerScope.Grains.Placement;

/// <summary>The grain lives only on members that have a device of the class that its key begins with (<see cref="AttemptKey"/>).</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeviceClassFilterAttribute() : PlacementFilterAttribute(new DeviceClassFilter());
