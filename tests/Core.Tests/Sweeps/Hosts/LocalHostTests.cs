using FsCheck.Xunit;
using SteerScope.Artifacts;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Hosts;

public sealed class LocalHostTests
{
    [Property(MaxTest = 30)]
    public void Run_OfAnyPlan_StartsAnItemAfterWhatItReads(int seed, byte size, byte workers)
    {
        var random = new Random(seed);
        using var plan = new TinyPlan();
        for (var i = 0; i < (size % 25) + 1; i++)
        {
            plan.Add($"{i}", [.. Enumerable.Range(0, i).Where(_ => random.Next(4) == 0).Select(j => $"{j}")]);
        }

        var outcome = plan.Run((workers % 4) + 1);

        Assert.True(outcome.Complete);
        Assert.All(plan.Plan.Items, item =>
        {
            Assert.Single(plan.Events, "start " + item.Id);
            Assert.All(item.Inputs, input => Assert.True(plan.Events.IndexOf("done " + input.Name) < plan.Events.IndexOf("start " + item.Id)));
            Assert.True(plan.Store.Has(item.Outputs[0].Key));
        });
    }

    [Fact]
    public void Run_WithOneWorker_KeepsThePlansOrder()
    {
        using var plan = new TinyPlan().Add("a").Add("b", "a").Add("c").Add("d", "b");
        plan.Run();

        Assert.Equal(["start a", "done a", "start b", "done b", "start c", "done c", "start d", "done d"], plan.Events);
    }

    [Fact]
    public void Run_WithSeveralWorkers_WorksOnSeveralItemsAtOnce()
    {
        using var plan = new TinyPlan().Add("a").Add("b").Add("c").Add("d");
        using var together = new Barrier(4);

        // Four items that wait for each other end only when four workers hold them.
        var outcome = plan.Run(4, (_, token) => Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(60), token)));

        Assert.True(outcome.Complete);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_WithAFailure_BlocksOnlyWhatReadsIt(int workers)
    {
        using var plan = new TinyPlan().Add("a").Add("bad", "a").Add("after", "bad").Add("later", "after", "a").Add("free", "a").Add("other");

        var outcome = plan.Run(workers, (item, _) =>
        {
            if (item.Id == "bad")
            {
                throw new InvalidOperationException("broken.");
            }
        });

        var failure = Assert.Single(outcome.Failures);
        Assert.Equal(("bad", "a fault in the program, InvalidOperationException: broken.", 1), (failure.Item, failure.Reason, failure.Attempts));
        Assert.Contains(nameof(Run_WithAFailure_BlocksOnlyWhatReadsIt), failure.Details, StringComparison.Ordinal);
        Assert.Equal(["after", "later"], outcome.Blocked.Select(i => i.Id));
        Assert.False(outcome.Complete);
        Assert.Equal(["done a", "done free", "done other"], plan.Events.Where(e => e.StartsWith("done", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        Assert.True(plan.Run(workers).Complete);
        Assert.Equal(3, plan.AlreadyDone);
    }

    [Fact]
    public void Run_WithAFailureAfterSomeOutputs_GoesOnWithWhatReadsThose()
    {
        using var plan = new TinyPlan().Add("half:made,missing").Add("reader", "made").Add("waiter", "made", "missing");

        var outcome = plan.Run(2, (item, _) =>
        {
            if (item.Id == "half")
            {
                plan.Store.Commit(item.Outputs[0].Key, 99, new ArtifactContent());
                throw new InputException("the second cannot be made.");
            }
        });

        Assert.Equal("the second cannot be made.", Assert.Single(outcome.Failures).Reason);
        Assert.Equal(["waiter"], outcome.Blocked.Select(i => i.Id));
        Assert.Contains("done reader", plan.Events);
    }

    [Fact]
    public void Run_WithABusyDisk_TriesThreeTimes()
    {
        static void Throw(Exception? error)
        {
            if (error is not null)
            {
                throw error;
            }
        }

        using var plan = new TinyPlan().Add("busy").Add("full").Add("wrong").Add("damaged");
        var attempts = new Dictionary<string, int>();

        var outcome = plan.Run(1, (item, _) =>
        {
            var attempt = attempts[item.Id] = attempts.GetValueOrDefault(item.Id) + 1;
            Throw(item.Id switch
            {
                "busy" when attempt < 3 => new IOException("busy"),
                "full" => new IOException("No space left on device"),
                "wrong" => new InputException("wrong"),
                "damaged" => new ArtifactException("damaged"),
                _ => null,
            });
        });

        Assert.Equal(new Dictionary<string, int> { ["busy"] = 3, ["full"] = 3, ["wrong"] = 1, ["damaged"] = 1 }, attempts);
        Assert.Equal([("full", "No space left on device", 3), ("wrong", "wrong", 1), ("damaged", "damaged", 1)], outcome.Failures.Select(f => (f.Item, f.Reason, f.Attempts)));
        Assert.All(outcome.Failures, f => Assert.Null(f.Details));
    }

    [Fact]
    public void Run_OfWhatIsThere_RunsNothing()
    {
        using var plan = new TinyPlan().Add("a").Add("b", "a");
        plan.Run();
        plan.Events.Clear();

        var outcome = plan.Run(2, (item, _) => throw new InvalidOperationException(item.Id));

        Assert.True(outcome.Complete);
        Assert.Empty(plan.Events);
        Assert.Equal(2, plan.AlreadyDone);
    }

    [Fact]
    public void Run_WithAnOutputLost_MakesItAndNothingElse()
    {
        using var plan = new TinyPlan().Add("a").Add("b", "a").Add("c", "b");
        plan.Run();
        plan.Events.Clear();
        File.Delete(plan.Store.PathOf(TinyPlan.Key("b")));

        Assert.True(plan.Run().Complete);

        Assert.Equal(["start b", "done b"], plan.Events);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_Cancelled_StopsWithoutStartingMore(int workers)
    {
        using var cancel = new CancellationTokenSource();
        using var plan = new TinyPlan { OnDone = _ => cancel.Cancel() }.Add("a").Add("b", "a").Add("c", "b");

        Assert.Throws<OperationCanceledException>(() => plan.Run(workers, cancellation: cancel.Token));

        Assert.Equal(["start a", "done a"], plan.Events);
        Assert.False(plan.Store.Has(TinyPlan.Key("b")));
    }

    [Fact]
    public void Run_CancelledWithinAnItem_LeavesItForTheNextRun()
    {
        using var cancel = new CancellationTokenSource();
        using var plan = new TinyPlan().Add("a").Add("b");

        Assert.Throws<OperationCanceledException>(() => plan.Run(2, (item, token) =>
        {
            cancel.Cancel();
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        }, cancel.Token));

        Assert.DoesNotContain(plan.Events, e => e.StartsWith("failed", StringComparison.Ordinal));
        Assert.True(plan.Run().Complete);
    }

    [Fact]
    public void Run_CancelledBefore_StartsNothing()
    {
        using var plan = new TinyPlan().Add("a");
        Assert.Throws<OperationCanceledException>(() => plan.Run(cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(plan.Events);
    }

    [Fact]
    public void Run_WithAnObserverThatThrows_ThrowsItFromTheCaller()
    {
        using var plan = new TinyPlan { OnDone = _ => throw new IOException("the terminal is gone") }.Add("a").Add("b", "a");

        Assert.Equal("the terminal is gone", Assert.Throws<IOException>(() => plan.Run(2)).Message);
    }
}
