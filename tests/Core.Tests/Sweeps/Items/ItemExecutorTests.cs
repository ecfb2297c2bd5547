using SteerScope.Artifacts;
using SteerScope.Devices;
using SteerScope.Saes;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Items;

public sealed class ItemExecutorTests(PlantedSweep world) : IClassFixture<PlantedSweep>, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Run_OfEveryStage_MakesOnlyWhatIsMissing()
    {
        var sweep = world.Prepare(world.Spec with { Layers = SteerScope.Sweeps.Specs.LayerSelection.Of([3]), Corpus = world.Spec.Corpus! with { Tokens = 200 } });
        var plan = SweepPlanner.Plan(sweep);
        var store = new ArtifactStore(_root);
        using var device = new CountingDevice();
        using var merging = new CountingDevice();
        using var executor = new ItemExecutor(sweep, store, device, merging);
        foreach (var item in plan.Items)
        {
            executor.Run(item, 1, default);
            Assert.All(item.Outputs, output => Assert.True(store.Has(output.Key)));
        }

        Assert.Equal((1, 0), (device.Models, device.Saes));
        Assert.Equal((0, 1), (merging.Models, merging.Saes));
        var files = plan.Items.SelectMany(i => i.Outputs).Select(o => store.PathOf(o.Key)).ToArray();
        Assert.Equal(files.Order(StringComparer.Ordinal), Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

        foreach (var item in plan.Items)
        {
            var lost = store.PathOf(item.Outputs[^1].Key);
            var bytes = File.ReadAllBytes(lost);
            File.Delete(lost);
            var before = files.Where(File.Exists).ToDictionary(f => f, File.GetLastWriteTimeUtc);

            executor.Run(item, 2, default);

            Assert.Equal(bytes, File.ReadAllBytes(lost));
            Assert.All(before, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
        }
    }

    [Fact]
    public void LoadModelFor_AFinishedPlan_LoadsNothing()
    {
        var sweep = world.Prepare(world.Spec);
        using var device = new CountingDevice();
        using var executor = new ItemExecutor(sweep, new ArtifactStore(_root), device, device);
        var plan = SweepPlanner.Plan(sweep);

        executor.LoadModelFor(new Schedule(plan, item => SweepStages.NeedsModel(item.Stage), _ => false).Counts);
        Assert.Equal(0, device.Models);
        executor.LoadModelFor(new Schedule(plan, _ => false, _ => false).Counts);
        executor.LoadModelFor(new Schedule(plan, _ => false, _ => false).Counts);
        Assert.Equal(1, device.Models);
    }

    [Fact]
    public void Takes_WithoutADeviceForTheModel_OnlyWhatMerges()
    {
        var sweep = world.Prepare(world.Spec with { Corpus = null });
        var plan = SweepPlanner.Plan(sweep);
        var store = new ArtifactStore(_root);
        using var device = new CountingDevice();
        using (var whole = new ItemExecutor(sweep, store, device, device))
        {
            Assert.All(Enum.GetValues<SweepStage>(), stage => Assert.True(whole.Takes(stage)));
            foreach (var item in plan.Items.Where(i => i.Stage == SweepStage.Capture))
            {
                whole.Run(item, 1, default);
            }
        }

        using var merging = new CountingDevice();
        using var executor = new ItemExecutor(sweep, store, null, merging);

        Assert.Equal([SweepStage.Norms, SweepStage.Vector, SweepStage.Decompose], Enum.GetValues<SweepStage>().Where(executor.Takes));
        executor.LoadModelFor(new Schedule(plan, store).Counts);
        foreach (var item in plan.Items.Where(i => executor.Takes(i.Stage)))
        {
            executor.Run(item, 1, default);
            Assert.All(item.Outputs, output => Assert.True(store.Has(output.Key)));
        }

        Assert.Contains("only merges", Assert.Throws<InvalidOperationException>(() => executor.Run(plan.Items.Last(), 1, default)).Message, StringComparison.Ordinal);
        Assert.Equal((0, 2), (merging.Models, merging.Saes));
    }

    private sealed class CountingDevice : IComputeDevice
    {
        private readonly ComputeDevice<ReferenceTensor> _inner = new(new ReferenceOps());

        public int Models { get; private set; }

        public int Saes { get; private set; }

        public string Name => _inner.Name;

        public void Require(Precision precision) => _inner.Require(precision);

        public ILoadedModel LoadModel(string folder, Precision precision = Precision.Float32)
        {
            Models++;
            return _inner.LoadModel(folder, precision);
        }

        public ISae LoadSae(SaeFile file)
        {
            Saes++;
            return _inner.LoadSae(file);
        }

        public void Dispose() => _inner.Dispose();
    }
}
