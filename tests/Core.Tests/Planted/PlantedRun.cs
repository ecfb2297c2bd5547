using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Files;
using SteerScope.Core.Tests.Tables;
using SteerScope.Devices;
using SteerScope.Planted;
using SteerScope.Steering;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Core.Tests.Planted;

/// <summary>The planted world, written and swept once for all tests that ask what the sweep found.</summary>
public sealed class PlantedRun : IDisposable
{
    private readonly TestFolder _folder = new();

    public PlantedRun()
    {
        Model = PlantedWorld.Write(_folder.Path);
        var spec = SpecFile.Load(_folder[PlantedWorld.SpecFileName]);
        using var device = new ComputeDevice<CpuTensor>(new CpuOps());
        Outcome = new SweepRun(device, device, new RecordingFormat(), "test", TimeProvider.System).Run(spec, new Silence(), CancellationToken.None);
        var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
        Sweep = SweepPreparer.Prepare(spec, device.Name, folder.OpenDigests());
        Artifacts = new SweepArtifacts(Sweep, folder.OpenStore());
        Report = File.ReadAllText(folder.Report);
    }

    public PlantedModel Model { get; }

    public SweepOutcome Outcome { get; }

    public SweepArtifacts Artifacts { get; }

    public PreparedSweep Sweep { get; }

    public string Report { get; }

    /// <summary>What a behaviour's vector must be from the reading layer on [d].</summary>
    public double[] PlantedVector(int behaviour)
    {
        var vector = new double[PlantedBasis.Width];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = PlantedModel.ChoiceSize * (Model.Basis.Choice(behaviour, 0)[i] - Model.Basis.Choice(behaviour, 1)[i]);
            if (behaviour == 0)
            {
                vector[i] += (PlantedModel.HesitationSizes[0] - PlantedModel.HesitationSizes[1]) * Model.Basis.Hesitation[i];
            }
        }

        return vector;
    }

    public double[] Vector(int behaviour, int layer, SteeringVectorMethod method = SteeringVectorMethod.MeanDifference) =>
        Artifacts.Vector(behaviour, layer, method);

    public DecompositionArtifact Decomposition(int behaviour, int layer) =>
        Artifacts.Decomposition(behaviour, Sweep.Saes.Index().First(s => s.Item.Layer == layer).Index);

    /// <summary>Steerability of a form of the vector.</summary>
    public Steerability Steerability(
        int behaviour,
        int layer,
        SteeredVariant variant = SteeredVariant.Vector,
        AddingPositions positions = AddingPositions.Answer,
        PropensityMetric metric = PropensityMetric.LetterLogitDiff) => Artifacts.Steerability(
            behaviour,
            SteeredDirection.All(Sweep).First(d => d.Layer == layer && d.Variant == variant),
            Sweep.Spec.Steer.Positions.Index().First(p => p.Item == positions).Index,
            Sweep.Spec.Steer.Metrics.Index().First(m => m.Item == metric).Index);

    public void Dispose() => _folder.Dispose();

    private sealed class Silence : ISweepObserver
    {
        public void Started(IReadOnlyList<StageCount> stages)
        {
        }

        public void ItemStarted(WorkItem item)
        {
        }

        public void ItemDone(WorkItem item, TimeSpan elapsed)
        {
        }

        public void ItemFailed(WorkItem item, ItemFailure failure)
        {
        }
    }
}
