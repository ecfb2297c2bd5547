using Xunit;

namespace SteerScope.Compute.Torch.Tests;

[CollectionDefinition(ModelMemoryTests.Alone, DisableParallelization = true)]
public sealed class RunsAlone;
