namespace SteerScope.Grains.Messages;

/// <summary>A sweep that wants work done.</summary>
/// <param name="Sweep">Its id.</param>
/// <param name="DeviceClass">Class of the devices that may run its model.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.active")]
public sealed record ActiveSweep([property: Id(0)] string Sweep, [property: Id(1)] string DeviceClass);
