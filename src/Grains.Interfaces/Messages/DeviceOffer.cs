namespace SteerScope.Grains.Messages;

/// <summary>A device that offers to work.</summary>
/// <param name="Process">The member of the cluster that it is part of, unique over restarts.</param>
/// <param name="Device">Its name, for people: <c>node7 cuda:0</c>.</param>
/// <param name="Classes">Its classes, from general to special: <c>torch-cuda</c>, <c>torch-cuda.h200</c>; none for a machine that only merges.</param>
/// <param name="Merges">Whether it takes the stages that need no model.</param>
/// <param name="Lanes">Items that it works on at the same time.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.offer")]
public sealed record DeviceOffer(
    [property: Id(0)] string Process,
    [property: Id(1)] string Device,
    [property: Id(2)] IReadOnlyList<string> Classes,
    [property: Id(3)] bool Merges,
    [property: Id(4)] int Lanes);
