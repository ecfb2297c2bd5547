using SteerScope.Artifacts;
using SteerScope.Devices;
using SteerScope.Saes;
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
        using var executor = new ItemExecutor(sweep, store, device);
        foreach (var item in plan.Items)
        {
            executor.Run(item, 1, default);
            Assert.All(item.Outputs, output => Assert.True(store.Has(output.Key)));
        }

        Assert.Equal(1, device.Models);
        Assert.Equal(1, device.Saes);
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
        using var executor = new ItemExecutor(sweep, new ArtifactStore(_root), device);

        executor.LoadModelFor(new SweepPlan([.. SweepPlanner.Plan(sweep).Items.Where(i => i.Stage == SweepStage.Norms && i.Inputs.Count == 0)]));
        Assert.Equal(0, device.Models);
        executor.LoadModelFor(SweepPlanner.Plan(sweep));
        executor.LoadModelFor(SweepPlanner.Plan(sweep));
        Assert.Equal(1, device.Models);
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
