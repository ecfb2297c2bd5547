namespace SteerScope.Sweeps.Leases;

/// <summary>A device of some process that works for a sweep, as its session was opened.</summary>
/// <param name="Process">Which process, unique over restarts.</param>
/// <param name="Device">Its device, as people call it: <c>node7 cuda:0</c>.</param>
/// <param name="RunsModel">Whether it takes the stages that need the model.</param>
/// <param name="Merges">Whether it takes the other stages, and writes the results.</param>
/// <param name="Lanes">Items that it works on at the same time; the rest of what it holds waits its turn, in the order of the leases.</param>
public sealed record SessionOwner(string Process, string Device, bool RunsModel, bool Merges, int Lanes);
