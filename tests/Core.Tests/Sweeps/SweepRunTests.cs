using System.Text.Json.Nodes;
using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Sweeps.EndToEnd;
using SteerScope.Decomposition;
using SteerScope.Devices;
using SteerScope.Files;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables.Portable;
using SteerScope.Tests.Support.Parquet;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps;

/// <summary>Whole runs of unusual but legal specs: tables and page must come out.</summary>
public sealed class SweepRunTests(PlantedSweep planted) : IClassFixture<PlantedSweep>
{
    [Fact]
    public void Run_NoTestPairs_SteersNothingAndWritesTheRest()
    {
        var folder = Run(planted.Spec with { Out = "no-tests", Prompts = planted.Spec.Prompts with { Test = 0 } });
        Assert.True(File.Exists(Path.Combine(folder.Tables, "_SUCCESS")));
        Assert.False(Directory.Exists(Path.Combine(folder.Root, "artifacts", "steer")));
        Assert.Contains("no steering of the vector was measured", File.ReadAllText(folder.Report), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InputsWithoutVector_DecomposesTheVectorToo()
    {
        var folder = Run(planted.Spec with { Out = "zero-only", Decompose = planted.Spec.Decompose with { Inputs = [InputVariant.Zero] } });
        Assert.True(File.Exists(Path.Combine(folder.Tables, "_SUCCESS")));
    }

    [Fact]
    public void Run_NothingButVectors_WritesTheRest()
    {
        var folder = Run(planted.Spec with { Out = "bare", Saes = [], Corpus = null, Prompts = planted.Spec.Prompts with { Test = 0 } });
        Assert.True(File.Exists(Path.Combine(folder.Tables, "_SUCCESS")));
        Assert.True(File.Exists(folder.Report));
    }

    [Fact]
    public void Run_NoSampleOfActivations_LeavesDistributionsOut()
    {
        var folder = Run(planted.Spec with { Out = "no-sample", Corpus = planted.Spec.Corpus! with { Sample = 0 } });
        var table = ParquetFile.Read(
            Path.Combine(folder.Tables, "default_components", "behaviour=agreeable", "part-0.parquet"));
        Assert.All(table.Column<double?>("corpus_p50"), value => Assert.Null(value));
        Assert.All(table.Column<double?>("mean_corpus"), value => Assert.NotNull(value));
    }

    [Fact]
    public void Run_RowsAddedBehindTheChosenOnes_ManifestFollowsTheFile()
    {
        var spec = planted.Spec with { Out = "more-rows", Behaviours = [new BehaviourSpec { Path = "behaviours/growing.jsonl" }] };
        var file = Path.Combine(planted.Root, "behaviours", "growing.jsonl");
        File.Copy(Path.Combine(planted.Root, "behaviours", "agreeable.jsonl"), file);
        var before = Manifest(Run(spec));
        File.AppendAllText(file, File.ReadLines(file).First() + "\n");
        var after = Manifest(Run(spec));
        Assert.Equal(20, (int)before["behaviours"]!["growing"]!["rows"]!);
        Assert.Equal(21, (int)after["behaviours"]!["growing"]!["rows"]!);
        Assert.NotEqual((string?)before["results_key"], (string?)after["results_key"]);
    }

    [Fact]
    public void Run_SaeNamesALayerThatIsNotSwept_IsRefused()
    {
        var spec = planted.Spec with { Out = "wrong-layer", Saes = [planted.Spec.Saes[0] with { Layers = LayerSelection.Of([2, 3]) }] };
        Assert.Contains("names layer 2", Assert.Throws<InputException>(() => Run(spec)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Artifacts_RecordTheDigestsOfTheirInputs()
    {
        var folder = Run(planted.Spec with { Out = "digests" });
        var vector = Directory.GetFiles(Path.Combine(folder.Root, "artifacts", "vector"))[0];
        using var file = SafetensorsFile.Open(vector);
        var inputs = JsonNode.Parse(file.Metadata["steerscope.inputs"])!.AsObject();
        Assert.Equal(2, inputs.Count);
        foreach (var (name, digest) in inputs)
        {
            using var input = SafetensorsFile.Open(Path.Combine(folder.Root, "artifacts", name + ".safetensors"));
            Assert.Equal(input.Metadata["steerscope.digest"], (string?)digest);
        }
    }

    private static SweepFolder Run(SweepSpec spec)
    {
        using var device = new ComputeDevice<CpuTensor>(new CpuOps());
        var outcome = new SweepRun(device, device, new PortableParquetFormat(), "test", TimeProvider.System).Run(spec, new SilentObserver(), CancellationToken.None);
        Assert.True(outcome.Complete);
        return new SweepFolder(SpecPaths.Full(spec, spec.Out));
    }

    private static JsonNode Manifest(SweepFolder folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Tables, "manifest.json")))!;
}
