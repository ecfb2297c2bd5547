using SteerScope.Grains.Messages;

namespace SteerScope.Grains;

/// <summary>A sweep in the catalog.</summary>
[GenerateSerializer]
[Alias("steerscope.catalog-entry")]
public sealed class CatalogEntry
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public string Id { get; set; } = "";

    /// <summary>As it was handed in.</summary>
    [Id(1)]
    public SweepSubmission Submission { get; set; } = new("", "", "");

    /// <summary>Class of the devices that may run its model.</summary>
    [Id(2)]
    public string DeviceClass { get; set; } = "";

    /// <summary>Whether there is something to do.</summary>
    [Id(3)]
    public bool Active { get; set; }
}
