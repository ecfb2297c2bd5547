using Orleans.Placement;

namespace SteerScope.Grains.Placement;

/// <summary>See <see cref="DeviceClassFilterAttribute"/>. It has no settings: the class stands in the key, which survives what a request's context does not.</summary>
public sealed class DeviceClassFilter : PlacementFilterStrategy
{
    /// <summary>Creates the filter; also called when a grain's description arrives from another member.</summary>
    public DeviceClassFilter()
        : base(order: 0)
    {
    }
}
