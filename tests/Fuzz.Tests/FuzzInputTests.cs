using System.Collections.Concurrent;
using SteerScope.Fuzz.Running;
using SteerScope.Fuzz.Targets;
using Xunit;

namespace SteerScope.Fuzz.Tests;

public sealed class FuzzInputTests
{
    [Fact]
    public void Make_SameNumber_GivesSameBytes()
    {
        foreach (var target in FuzzTargets.All)
        {
            for (var number = 0; number < 200; number++)
            {
                Assert.Equal(FuzzInput.Make(target, 5, number).Content, FuzzInput.Make(target, 5, number).Content);
            }
        }
    }

    [Fact]
    public void Make_FirstNumbers_AreTheSeeds()
    {
        foreach (var target in FuzzTargets.All)
        {
            Assert.Equal(target.Seeds, target.Seeds.Select((_, number) => FuzzInput.Make(target, 9, number).Seed));
            Assert.All(target.Seeds.Select((_, number) => FuzzInput.Make(target, 9, number)), input => Assert.Same(input.Seed.Content, input.Content));
        }
    }

    [Fact]
    public void Make_OtherSeedOrNumber_GivesMostlyOtherBytes()
    {
        foreach (var target in FuzzTargets.All)
        {
            var made = new[] { 1UL, 2UL }.SelectMany(seed => Enumerable.Range(1000, 300).Select(number => Convert.ToHexString(FuzzInput.Make(target, seed, number).Content))).ToList();
            Assert.InRange(made.Distinct().Count(), made.Count * 7 / 10, made.Count);
        }
    }

    [Fact]
    public void Mutators_OfEveryTarget_ChangeFilesAndLeaveTheSeedsAsTheyAre()
    {
        foreach (var target in FuzzTargets.All)
        {
            var before = target.Seeds.Select(seed => seed.Content.ToArray()).ToList();
            foreach (var mutator in target.Mutators)
            {
                var random = new FuzzRandom(target.Name, 3, 0);
                Assert.Contains(Enumerable.Range(0, 300), _ => Changes(mutator.Apply(random, random.Pick(target.Seeds).Content, random.Pick(target.Seeds).Content), target));
            }

            Assert.Equal(before, target.Seeds.Select(seed => seed.Content));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_AnyNumberOfWorkers_ReadsTheSameInputs(int workers)
    {
        using var folder = new WorkFolder();
        var read = new ConcurrentBag<string>();
        var target = new PlantedTarget((_, content) => read.Add(Convert.ToHexString(content)));

        var report = await FuzzRunner.RunAsync(target, new FuzzOptions { Seed = 4, First = 50, Count = 150, Workers = workers, WorkFolder = folder.Path });

        Assert.Equal(150, report.Runs);
        var expected = Enumerable.Range(50, 150).Select(number => FuzzInput.Make(target, 4, number).Content).Where(content => !content.AsSpan().SequenceEqual(PlantedTarget.Valid));
        Assert.Equal(expected.Select(Convert.ToHexString).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    private static bool Changes(byte[]? made, IFuzzTarget target) =>
        made is not null && target.Seeds.All(seed => !made.AsSpan().SequenceEqual(seed.Content));
}
