using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace SteerScope.Grains.Placement;

/// <summary>Keeps the members whose metadata name the device class that the grain's key asks for. None left is an error, never another class.</summary>
public sealed class DeviceClassFilterDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var deviceClass = AttemptKey.ClassOf(target.GrainIdentity.Key.ToString()!);
        return silos.Where(silo => MemberMetadata.HasClass(metadata.GetSiloMetadata(silo).Metadata, deviceClass));
    }
}
