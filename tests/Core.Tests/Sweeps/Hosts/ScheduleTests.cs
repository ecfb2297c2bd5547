using FsCheck.Xunit;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Hosts;

public sealed class ScheduleTests
{
    private static readonly ItemFailure Failure = new("", "broken", 1);

    [Property(MaxTest = 300)]
    public void AnyPlan_WithAnyEnds_EndsEveryItemOnce(int seed, byte failing, byte returning)
    {
        var random = new Random(seed);
        var world = new RandomPlan(random);
        world.CommitSome(random, random.Next(3) == 0 ? world.Plan.Items.SelectMany(i => i.Outputs) : []);
        var already = world.Plan.Items.Where(world.IsDone).Select(i => i.Id).ToHashSet();
        var schedule = new Schedule(world.Plan, world.IsDone, world.Store.Contains);
        var running = new List<int>();
        var (done, failed, taken) = (new HashSet<int>(), new HashSet<int>(), new HashSet<int>());
        while (!schedule.Finished)
        {
            AssertCounts(schedule, running.Count, failed.Count);
            if (running.Count < 5 && random.Next(2) == 0 && Take(schedule, random) is { } item)
            {
                Assert.True(taken.Add(item), $"{item} is taken twice");
                Assert.DoesNotContain(world.Plan.Item(item).Id, already);
                Assert.All(world.Plan.Item(item).Inputs, input => Assert.Contains(input, world.Store));
                Assert.True(schedule.IsRunning(item));
                running.Add(item);
            }
            else if (running.Count > 0)
            {
                var ended = running[random.Next(running.Count)];
                running.Remove(ended);
                var outputs = world.Plan.Item(ended).Outputs;
                if (random.Next(256) < returning / 2)
                {
                    world.CommitSome(random, outputs);
                    schedule.Return(ended);
                    taken.Remove(ended);
                }
                else if (random.Next(256) < failing / 4)
                {
                    world.CommitSome(random, outputs);
                    schedule.Failed(ended, Failure with { Item = $"{ended}" });
                    failed.Add(ended);
                }
                else
                {
                    world.Store.UnionWith(outputs.Select(o => o.Key));
                    schedule.Done(ended);
                    Assert.True(schedule.IsDone(ended));
                    done.Add(ended);
                }
            }
            else
            {
                Assert.Contains(schedule.Counts, c => c.Ready > 0);
            }
        }

        Assert.Empty(running);
        Assert.Equal(taken, done.Union(failed).ToHashSet());
        var outcome = schedule.Outcome();
        Assert.Equal(failed.Order().Select(i => $"{i}"), outcome.Failures.Select(f => f.Item));
        Assert.Equal(outcome.Failures, schedule.Failures);
        Assert.Equal(outcome.Complete, schedule.Complete);
        Assert.Equal(outcome.Blocked.Count, schedule.Counts.Sum(c => c.Blocked));
        Assert.All(outcome.Blocked, item => Assert.Contains(item.Inputs, input => !world.Store.Contains(input)));
        Assert.Equal(
            world.Plan.Items.Select(i => i.Id),
            already.Concat(done.Concat(failed).Select(i => $"{i}")).Concat(outcome.Blocked.Select(i => i.Id)).OrderBy(int.Parse));
        AssertCounts(schedule, 0, failed.Count);
    }

    [Property(MaxTest = 50)]
    public void AnyPlan_BuiltAgainFromTheStore_IsWhereItWas(int seed)
    {
        var random = new Random(seed);
        var world = new RandomPlan(random);
        var schedule = new Schedule(world.Plan, world.IsDone, world.Store.Contains);
        for (var steps = random.Next(world.Plan.Count + 1); steps > 0 && schedule.TryTake(_ => true, out var item); steps--)
        {
            world.Store.UnionWith(world.Plan.Item(item).Outputs.Select(o => o.Key));
            schedule.Done(item);
        }

        var again = new Schedule(world.Plan, world.IsDone, world.Store.Contains);

        Assert.Equal(Rest(schedule), Rest(again));
    }

    [Fact]
    public void TryTake_OfSomeStages_PassesOverTheOthers()
    {
        var schedule = new Schedule(Chain(100), _ => false, _ => false);

        Assert.True(schedule.TryTake(stage => stage == SweepStage.Corpus, out var corpus));
        Assert.Equal(100, corpus);
        Assert.False(schedule.TryTake(stage => stage == SweepStage.Norms, out _));
        schedule.Done(corpus);
        Assert.True(schedule.TryTake(stage => !SweepStages.NeedsModel(stage), out var norms));
        Assert.Equal(101, norms);
        Assert.True(schedule.TryTake(_ => true, out var first));
        Assert.True(schedule.TryTake(_ => true, out var second));
        Assert.Equal((0, 1), (first, second));
    }

    [Fact]
    public void TryTake_AfterReturn_GivesTheItemAgainInPlanOrder()
    {
        var schedule = new Schedule(Chain(100), _ => false, _ => false);
        int[] taken = [.. Enumerable.Range(0, 80).Select(_ => schedule.TryTake(_ => true, out var item) ? item : -1)];
        schedule.Return(70);
        schedule.Return(3);

        Assert.Equal(Enumerable.Range(0, 80), taken);
        Assert.Equal([3, 70, 80], Enumerable.Range(0, 3).Select(_ => schedule.TryTake(_ => true, out var item) ? item : -1));
        Assert.False(schedule.TryTake(70));
        schedule.Return(70);
        Assert.True(schedule.TryTake(70));
        Assert.True(schedule.TryTake(90));
        Assert.False(schedule.TryTake(101));
        Assert.Equal(new StageCount(SweepStage.Capture, 100, 0, 82, 0, 18, 0), schedule.Counts[0]);
    }

    [Fact]
    public void DoneFailedReturn_OfAnItemThatDoesNotRun_IsRefused()
    {
        var schedule = new Schedule(Chain(2), _ => false, _ => false);
        Assert.Throws<InvalidOperationException>(() => schedule.Done(0));
        Assert.True(schedule.TryTake(_ => true, out var item));
        schedule.Failed(item, Failure);
        Assert.Throws<InvalidOperationException>(() => schedule.Return(item));
        Assert.Throws<InvalidOperationException>(() => schedule.Failed(item, Failure));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Done(4));
    }

    [Fact]
    public void AMillionItems_CostLessThanTwoMegabytes()
    {
        var item = new WorkItem("same", SweepStage.Capture, [], []);
        var plan = new SweepPlan([new PlanGroup(SweepStage.Capture, 0, 0, 999_000, []), new PlanGroup(SweepStage.Steer, 0, 999_000, 1_000, [0])], (_, _) => item);
        Func<SweepStage, bool> any = _ => true;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var schedule = new Schedule(plan, _ => false, _ => false);
        var taken = 0;
        for (; schedule.TryTake(any, out var next); taken++)
        {
            schedule.Done(next);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2_000_000);
        Assert.Equal(1_000_000, taken);
        Assert.True(schedule.Finished);
    }

    private static int? Take(Schedule schedule, Random random)
    {
        var stages = Enum.GetValues<SweepStage>().Where(_ => random.Next(2) == 0).ToHashSet();
        return schedule.TryTake(stages.Contains, out var item) ? item : null;
    }

    private static void AssertCounts(Schedule schedule, int running, int failed)
    {
        var counts = schedule.Counts;
        Assert.Equal(schedule.Plan.Count, counts.Sum(c => c.Total));
        Assert.Equal((running, failed), (counts.Sum(c => c.Running), counts.Sum(c => c.Failed)));
        Assert.All(counts, c => Assert.InRange(c.Done + c.Running + c.Failed + c.Ready + c.Blocked, 0, c.Total));
        Assert.Equal(Enumerable.Range(0, schedule.Plan.Count).Count(schedule.IsDone), counts.Sum(c => c.Done));
    }

    private static List<int> Rest(Schedule schedule)
    {
        var rest = new List<int>();
        while (schedule.TryTake(_ => true, out var item))
        {
            rest.Add(item);
            schedule.Done(item);
        }

        return rest;
    }

    // Captures, one corpus item, and the norms that wait for it.
    private static SweepPlan Chain(int captures) => new(
        [
            new PlanGroup(SweepStage.Capture, 0, 0, captures, []),
            new PlanGroup(SweepStage.Corpus, -1, captures, 1, []),
            new PlanGroup(SweepStage.Norms, -1, captures + 1, 1, [1]),
        ],
        (group, i) => new WorkItem($"{group.First + i}", group.Stage, [], []));
}
