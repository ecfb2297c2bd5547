using Xunit;

// Every test starts several processes: side by side they would measure each other's patience.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
