using SteerScope.Artifacts;
using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Files;
using SteerScope.Devices;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables.Portable;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>
/// examples/stories260k.yaml run once, from the text files to the page, for all the tests that look at its results. The
/// control behaviour runs along with the example's own, so that the corpus is read once.
/// </summary>
public sealed class StoriesSweep : IDisposable
{
    public const string Collection = "stories260k";

    /// <summary>As the manifest is to name it.</summary>
    public const string Version = "0.0.0-test";

    private readonly TestFolder _folder = new();
    private readonly Lazy<SweepArtifacts> _artifacts;

    // Nothing runs before a test asks: where ../shared is absent, none does.
    public StoriesSweep() => _artifacts = new Lazy<SweepArtifacts>(Run);

    /// <summary>Behaviour and layer of every comparison.</summary>
    public static TheoryData<int, int> Cases()
    {
        var cases = new TheoryData<int, int>();
        for (var behaviour = 0; behaviour < StoriesExpected.Behaviours.Count; behaviour++)
        {
            for (var layer = 0; layer < StoriesExpected.Layers; layer++)
            {
                cases.Add(behaviour, layer);
            }
        }

        return cases;
    }

    internal SweepFolder Folder => new(_folder["out"]);

    internal SweepArtifacts Artifacts => _artifacts.Value;

    internal PreparedSweep Prepared => Artifacts.Sweep;

    internal SweepKeys Keys => SweepKeys.Of(Prepared);

    internal ArtifactStore Store => Folder.OpenStore();

    /// <summary>Index of the layer's SAE.</summary>
    internal int Sae(int layer) => Assert.Single(Prepared.Saes.Index(), sae => sae.Item.Layer == layer).Index;

    /// <summary>The spec with the folders of this run.</summary>
    internal SweepSpec Spec()
    {
        var control = _folder[LetterControl.Name + ".jsonl"];
        LetterControl.Write(control);
        var example = SpecFile.Load(Path.Combine(SharedData.ProjectRoot, "examples", "stories260k.yaml"));
        return example with
        {
            Out = Folder.Root,
            Behaviours = [.. example.Behaviours, new BehaviourSpec { Path = control }],
            Compute = example.Compute with { Workers = 2 },
        };
    }

    public void Dispose() => _folder.Dispose();

    private SweepArtifacts Run()
    {
        var spec = Spec();
        using var device = new ComputeDevice<CpuTensor>(new CpuOps());
        var outcome = new SweepRun(device, device, new PortableParquetFormat(), Version, TimeProvider.System).Run(spec, new SilentObserver(), CancellationToken.None);
        Assert.Empty(outcome.Failures);
        Assert.True(outcome.Complete);
        return new SweepArtifacts(SweepPreparer.Prepare(spec, device.Name, Folder.OpenDigests()), Folder.OpenStore());
    }
}
