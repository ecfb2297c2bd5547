using FsCheck;
using FsCheck.Xunit;
using SteerScope.Artifacts;
using SteerScope.Planted;
using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Plans;

/// <summary>What a change of the spec makes anew, and what it leaves: an artifact is done again exactly when its key is another one.</summary>
public sealed class SweepPlannerTests(PlantedSweep world) : IClassFixture<PlantedSweep>
{
    [Fact]
    public void Plan_MadeTwice_IsTheSame() => Assert.Equal(Describe(world.Plan(world.Spec)), Describe(world.Plan(world.Spec)));

    [Fact]
    public void Plan_WithAnotherBehaviour_AddsOnlyItsOwn() =>
        AssertAdds(
            world.Spec with { Behaviours = [PlantedSweep.Behaviour("cautious"), .. world.Spec.Behaviours] },
            name => name.Contains("/cautious.", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithAnotherLayer_AddsOnlyItsOwn() =>
        AssertAdds(world.Spec with { Layers = LayerSelection.Of([1, 3, 5]) }, name => name.Contains("layer=5.", StringComparison.Ordinal) || name.EndsWith("layer=5", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithAnotherMethod_AddsOnlyItsVectors() =>
        AssertAdds(
            world.Spec with { Vectors = new VectorsSpec { Methods = [SteeringVectorMethod.MeanDifference, SteeringVectorMethod.Pca] } },
            name => name.StartsWith("vector/", StringComparison.Ordinal) && name.EndsWith(".pca", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithAnotherSae_AddsOnlyItsOwn() =>
        AssertAdds(
            world.Spec with { Saes = [.. world.Spec.Saes, world.Spec.Saes[0] with { Name = "second" }] },
            name => name.Contains("second", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithMoreMultipliers_ChangesAllSteeringAndNothingElse() =>
        AssertChanges(
            world.Spec with { Steer = world.Spec.Steer with { Multipliers = [-1, 0, 1] } }, name => name.StartsWith("steer/", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithMoreTestPairs_ChangesOnlyTheLastShardOfSteering() =>
        AssertChanges(
            world.Spec with { Prompts = world.Spec.Prompts with { Test = 8 } },
            name => name.StartsWith("steer/", StringComparison.Ordinal) && name.EndsWith("shard=1", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithOtherText_ChangesNoCaptureAndNoSteering()
    {
        var lastShard = world.Prepare(world.Spec).Corpus!.Shards - 1;
        AssertChanges(
            world.Spec with { Corpus = world.Spec.Corpus! with { Tokens = 490, Sample = 0 } },
            name => name.StartsWith("corpus/", StringComparison.Ordinal) || name.StartsWith("norms/", StringComparison.Ordinal) || name.StartsWith("decompose/", StringComparison.Ordinal));
        Assert.True(lastShard > 0);
    }

    [Fact]
    public void Plan_WithLessText_KeepsWholeShards()
    {
        var shards = world.Prepare(world.Spec with { Corpus = world.Spec.Corpus! with { Sample = 1_000_000 } }).Corpus!.Shards;
        var (before, after) = (
            Keys(world.Plan(world.Spec with { Corpus = world.Spec.Corpus! with { Sample = 1_000_000 } })),
            Keys(world.Plan(world.Spec with { Corpus = world.Spec.Corpus! with { Sample = 1_000_000, Tokens = 490 } })));

        var changed = before.Where(k => k.Key.StartsWith("corpus/", StringComparison.Ordinal) && after[k.Key] != k.Value).Select(k => k.Key).ToArray();
        Assert.Equal([$"corpus/layer=1.shard={shards - 1}", $"corpus/layer=3.shard={shards - 1}"], changed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Plan_WithOtherThresholds_ChangesDecompositionsOnly() =>
        AssertChanges(
            world.Spec with { Decompose = world.Spec.Decompose with { SpuriousRatio = 0.5, Overlap = 3 } }, name => name.StartsWith("decompose/", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithOtherMachineNameOrReport_ChangesNothing() =>
        AssertChanges(
            world.Spec with
            {
                Name = "other",
                Out = "elsewhere",
                Compute = world.Spec.Compute with { Workers = 7, Threads = 3, Device = "torch-cpu" },
                Report = new ReportSpec { Layer = 3, Behaviour = "agreeable" },
                Decompose = world.Spec.Decompose with { Top = 3 },
            },
            _ => false);

    [Fact]
    public void Plan_OnAnotherDevice_ChangesEverything()
    {
        var (before, after) = (Keys(world.Plan(world.Spec)), Keys(world.Plan(world.Spec, "torch-cuda:0")));
        Assert.All(before, key => Assert.NotEqual(key.Value, after[key.Key]));
        Assert.Equal(after, Keys(world.Plan(world.Spec, "torch-cuda:1")));
    }

    [Fact]
    public void Plan_OnAnotherDevice_MergesOnTheManagedKernels()
    {
        var sweep = world.Prepare(world.Spec, "torch-cuda:0");
        var keys = SweepKeys.Of(sweep);
        using var recipe = new Recipe("reconstruction");
        recipe.Text("provider", "cpu").Text("variant", "reconstruction").Text("sae", sweep.Saes[0].Digest).Input(keys.Vector(0, sweep.Saes[0].Layer, SteeringVectorMethod.MeanDifference));

        Assert.Equal("torch-cuda", sweep.Provider);
        Assert.Equal(recipe.Digest(), keys.SteeredVector(0, sweep.Saes[0].Layer, SteeredVariant.Reconstruction, 0).Digest);
        Assert.Equal(
            [SweepStage.Capture, SweepStage.Corpus, SweepStage.Steer], Enum.GetValues<SweepStage>().Where(SweepStages.NeedsModel));
    }

    [Fact]
    public void Plan_WithOtherBatches_ChangesEverything() =>
        AssertChanges(world.Spec with { Compute = world.Spec.Compute with { BatchTokens = 100 } }, _ => true);

    [Fact]
    public void Plan_WithAnotherTemplate_KeepsTextAlone() =>
        AssertChanges(
            world.Spec with { Prompts = world.Spec.Prompts with { Template = "{question} so{answer}" } },
            name => !name.StartsWith("corpus/", StringComparison.Ordinal) && !name.StartsWith("norms/", StringComparison.Ordinal));

    [Fact]
    public void Plan_WithACommonNorm_DependsOnEveryBehaviour()
    {
        var spec = world.Spec with { Vectors = world.Spec.Vectors with { Normalise = VectorNormalisation.CommonPerLayer } };
        var (before, after) = (Keys(world.Plan(spec)), Keys(world.Plan(spec with { Behaviours = [.. spec.Behaviours, PlantedSweep.Behaviour("cautious")] })));

        Assert.All(before, key => Assert.Equal(
            key.Key.StartsWith("capture/", StringComparison.Ordinal) || key.Key.StartsWith("corpus/", StringComparison.Ordinal) || key.Key.StartsWith("norms/", StringComparison.Ordinal),
            after[key.Key] == key.Value));
    }

    [Fact]
    public void Plan_WithOneSaeFileChanged_ChangesWhatIsMadeWithIt()
    {
        using var own = new PlantedSweep();
        var before = Keys(own.Plan(own.Spec));
        File.Copy(
            Path.Combine(own.Root, "saes", "layer_0", "width_256", "params.npz"), Path.Combine(own.Root, "saes", "layer_3", "width_256", "params.npz"), overwrite: true);

        AssertChanged(
            before,
            Keys(own.Plan(own.Spec)),
            name => name.Contains("layer=3.", StringComparison.Ordinal)
                && (name.StartsWith("decompose/", StringComparison.Ordinal) || name.Contains("reconstruction", StringComparison.Ordinal)));
    }

    [Fact]
    public void Plan_WithAnotherModel_ChangesEverything()
    {
        using var own = new PlantedSweep();
        var before = Keys(own.Plan(own.Spec));
        using var other = new TempWorld(seed: 5);
        File.Copy(Path.Combine(other.Root, PlantedWorld.ModelFolder, "model.safetensors"), Path.Combine(own.Root, PlantedWorld.ModelFolder, "model.safetensors"), overwrite: true);

        AssertChanged(before, Keys(own.Plan(own.Spec)), _ => true);
    }

    [Fact]
    public void Plan_WithVeryLongNames_KeepsFileNamesShortAndApart()
    {
        var name = new string('n', 199);
        var spec = world.Spec with
        {
            Behaviours = [PlantedSweep.Behaviour("agreeable") with { Name = name + "1" }, PlantedSweep.Behaviour("agreeable") with { Name = name + "2" }],
            Saes = [world.Spec.Saes[0] with { Name = name[..100] }],
        };
        var keys = world.Plan(spec).Items.SelectMany(i => i.Outputs).Select(o => o.Key).ToArray();

        Assert.All(keys, key => Assert.True(key.Stage.Length + Path.GetFileName(key.RelativePath).Length < 220, key.RelativePath));
        Assert.Equal(keys.Length, keys.Select(k => k.RelativePath).Distinct().Count());
    }

    [Property(MaxTest = 40)]
    public void Plan_OfAnySweep_IsInOrderWholeAndWithoutDoubles(byte layers, PositiveInt shardSize, byte train, byte test, byte flags)
    {
        var spec = world.Spec with
        {
            Layers = LayerSelection.Of([.. Enumerable.Range(0, 6).Where(l => l == layers % 6 || (layers >> l & 1) != 0)]),
            Prompts = world.Spec.Prompts with { ShardSize = (shardSize.Get % 9) + 1, Train = (train % 10) + 1, Test = test % 10 },
            Behaviours = (flags & 1) == 0 ? world.Spec.Behaviours : [.. world.Spec.Behaviours, PlantedSweep.Behaviour("cautious")],
            Corpus = (flags & 2) == 0 ? world.Spec.Corpus : null,
            Saes = (flags & 4) == 0 ? world.Spec.Saes : [],
            Vectors = (flags & 8) == 0 ? world.Spec.Vectors : new VectorsSpec { Methods = [SteeringVectorMethod.LogisticProbe, SteeringVectorMethod.MeanDifference] },
        };
        var sweep = world.Prepare(spec);
        var plan = SweepPlanner.Plan(sweep);

        PlanRules.AssertHold(plan);
        var keys = SweepKeys.Of(sweep);
        foreach (var (b, behaviour) in sweep.Behaviours.Index())
        {
            TokenizedPair[] trained = [.. Enumerable.Range(0, keys.TrainShards(b)).SelectMany(s => keys.TrainShard(b, s))];
            TokenizedPair[] tested = [.. Enumerable.Range(0, keys.TestShards(b)).SelectMany(s => keys.TestShard(b, s))];
            Assert.Equal(behaviour.Split.TrainLines, trained.Select(p => p.Line));
            Assert.Equal(behaviour.Split.TestLines, tested.Select(p => p.Line));
            Assert.Equal(trained.Select(LengthsOf), Enumerable.Range(0, keys.TrainShards(b)).SelectMany(s => keys.TrainLengths(b, s)));
            Assert.Equal(tested.Select(LengthsOf), Enumerable.Range(0, keys.TestShards(b)).SelectMany(s => keys.TestLengths(b, s)));
        }

        var again = SweepPlanner.Plan(world.Prepare(spec));
        Assert.Equal(Describe(plan), Describe(again));
        Assert.Equal(plan.Digest, again.Digest);

        static PairLengths LengthsOf(TokenizedPair pair) => new(pair.Trunk.Count, pair.MatchingTail.Count, pair.OtherTail.Count);
    }

    [Fact]
    public void Steer_ForOneDirectionOrAllOfAShard_IsTheSameKey()
    {
        var sweep = world.Prepare(world.Spec);
        var keys = SweepKeys.Of(sweep);
        var ofShard = keys.Steer(0, 0);

        Assert.NotEmpty(SteeredDirection.All(sweep));
        Assert.All(SteeredDirection.All(sweep), direction => Assert.Equal(keys.Steer(0, 0, direction), ofShard(direction)));
    }

    [Fact]
    public void Digest_OfAnotherSweep_IsAnotherOne()
    {
        string[] digests =
        [
            world.Plan(world.Spec).Digest,
            world.Plan(world.Spec, "torch-cuda:0").Digest,
            world.Plan(world.Spec with { Layers = LayerSelection.Of([1, 3, 5]) }).Digest,
            world.Plan(world.Spec with { Steer = world.Spec.Steer with { Multipliers = [-1, 0, 1] } }).Digest,
            world.Plan(world.Spec with { Behaviours = [PlantedSweep.Behaviour("agreeable") with { Name = "other" }] }).Digest,
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(world.Plan(world.Spec, "torch-cuda:0").Digest, world.Plan(world.Spec, "torch-cuda:1").Digest);
        Assert.Equal(digests[0], world.Plan(world.Spec with { Out = "elsewhere", Compute = world.Spec.Compute with { Workers = 9 } }).Digest);
    }

    [Fact]
    public void Plan_OfAFewGroups_IsTheirsInOrder()
    {
        var plan = world.Plan(world.Spec with { Behaviours = [.. world.Spec.Behaviours, PlantedSweep.Behaviour("cautious")] });

        Assert.Equal(
            [
                "Capture 0: ", "Capture 1: ", "Corpus -1: ", "Norms -1: 2", "Vector 0: 0", "Vector 1: 1",
                "Decompose 0: 0 2 3 4", "Decompose 1: 1 2 3 5", "Steer 0: 4 6", "Steer 1: 5 7",
            ],
            plan.Groups.Select(g => $"{g.Stage} {g.Behaviour}: {string.Join(' ', g.After)}"));
    }

    [Fact]
    public void SweepPlan_OfGroupsThatDoNotFollow_IsRefused()
    {
        static WorkItem Make(PlanGroup group, int index) => new($"{group.First + index}", group.Stage, [], []);
        static PlanGroup Group(int first, int count, params int[] after) => new(SweepStage.Vector, -1, first, count, after);

        Assert.Throws<ArgumentException>(() => new SweepPlan([Group(1, 2)], Make));
        Assert.Throws<ArgumentException>(() => new SweepPlan([Group(0, 0)], Make));
        Assert.Throws<ArgumentException>(() => new SweepPlan([Group(0, 2), Group(3, 1)], Make));
        Assert.Throws<ArgumentException>(() => new SweepPlan([Group(0, 2), Group(2, 1, 1)], Make));
        var plan = new SweepPlan([Group(0, 2), Group(2, 1, 0)], Make);
        Assert.Equal(["0", "1", "2"], plan.Items.Select(i => i.Id));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Item(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.GroupOf(-1));
    }

    private void AssertAdds(SweepSpec spec, Func<string, bool> added)
    {
        var (before, after) = (Keys(world.Plan(world.Spec)), Keys(world.Plan(spec)));
        Assert.All(before, key => Assert.Equal(key.Value, after[key.Key]));
        var names = after.Keys.Except(before.Keys).ToArray();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(added(name), name));
    }

    private void AssertChanges(SweepSpec spec, Func<string, bool> changed) => AssertChanged(Keys(world.Plan(world.Spec)), Keys(world.Plan(spec)), changed);

    private static void AssertChanged(Dictionary<string, string> before, Dictionary<string, string> after, Func<string, bool> changed)
    {
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, key => Assert.True(changed(key.Key) == (key.Value != after[key.Key]), key.Key));
    }

    private static Dictionary<string, string> Keys(SweepPlan plan) =>
        plan.Items.SelectMany(i => i.Outputs).ToDictionary(o => $"{o.Key.Stage}/{o.Key.Name}", o => o.Key.Digest);

    private static string Describe(SweepPlan plan) =>
        string.Join('\n', plan.Items.Select(PlanRules.Describe));

    private sealed class TempWorld : IDisposable
    {
        public TempWorld(int seed) => PlantedWorld.Write(Root, questions: 20, sentences: 10, seed);

        public string Root { get; } = Directory.CreateTempSubdirectory("steerscope-").FullName;

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }
}
