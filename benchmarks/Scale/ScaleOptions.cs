namespace SteerScope.Scale;

/// <summary>What is run.</summary>
/// <param name="Members">Processes.</param>
/// <param name="Shards">Work items that need the model.</param>
/// <param name="ShardMs">How long a device sleeps for each, in milliseconds.</param>
/// <param name="LimitSeconds">When the sweep is cancelled.</param>
/// <param name="Folder">Where inputs and artifacts go.</param>
/// <param name="MemoryOnly">Whether there is no cluster, and only the grain's memory is measured.</param>
internal sealed record ScaleOptions(int Members, int Shards, double ShardMs, int LimitSeconds, string Folder, bool MemoryOnly);
