using Xunit;

// Each test uses all cores by itself, and some measure the process' memory.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
