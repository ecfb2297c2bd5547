using FsCheck.Xunit;
using SteerScope.Sweeps.Leases;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Leases;

public sealed class LeaseBookTests
{
    private const int Storm = 400;
    private const int Longest = 20_000;

    [Property(MaxTest = 300)]
    public void Exchange_WhateverIsLostLateOrKilled_EverythingIsDoneInTheEnd(int seed)
    {
        var world = new LeaseWorld(seed, deadly: []);
        Run(world);
        Assert.Equal(ClusterPhase.Complete, world.Phase);
        Assert.True(world.Outcome.Complete);
        Assert.True(world.ResultsWritten >= 1);
    }

    [Property(MaxTest = 200)]
    public void Exchange_AnItemEndsItsProcessEveryTime_IsLeftOutAndTheRestIsDone(int seed, int which)
    {
        var world = new LeaseWorld(seed, deadly: [Math.Abs(which % 1000)]);
        Run(world);
        Assert.Equal(ClusterPhase.Incomplete, world.Phase);
        Assert.Contains(world.Snapshot.Failures, f => f.Attempts == 3 && f.Reason.Contains("3 times", StringComparison.Ordinal));
    }

    private static void Run(LeaseWorld world)
    {
        for (var i = 0; i < Storm; i++)
        {
            world.Step(calm: false);
        }

        for (var i = 0; i < Longest && world.Phase is ClusterPhase.Items or ClusterPhase.Results; i++)
        {
            world.Step(calm: true);
        }
    }
}
