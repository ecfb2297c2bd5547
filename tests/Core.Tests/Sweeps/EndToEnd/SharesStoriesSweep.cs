using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>The classes that look at one and the same run.</summary>
[CollectionDefinition(StoriesSweep.Collection)]
public sealed class SharesStoriesSweep : ICollectionFixture<StoriesSweep>;
