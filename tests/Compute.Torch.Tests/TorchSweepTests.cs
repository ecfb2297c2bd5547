using System.Security.Cryptography;
using SteerScope.Compute.Cpu;
using SteerScope.Compute.Torch.Devices;
using SteerScope.Devices;
using SteerScope.Planted;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables.Portable;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>A whole sweep on torch: its tables do not depend on workers, threads or the order of its items, only on its precision.</summary>
public sealed class TorchSweepTests : IDisposable
{
    private const string Spec = """
        model: planted-llama
        behaviours: [behaviours/agreeable.jsonl, behaviours/cautious.jsonl]
        prompts:
          template: "{question}\n\n Answer:{answer}"
          train: 8
          test: 6
          shard_size: 3
        layers: [1, 4]
        corpus:
          paths: [text/ordinary.txt]
          document: line
          tokens: 500
          chunk: 32
          shard_tokens: 128
        saes:
          - name: planted
            path: saes
            pattern: "layer_{layer}/width_256/params.npz"
        steer:
          positions: [answer, all]
          metrics: [letter_logit_diff, logprob_diff_sum]
        """;

    private readonly TempFolder folder = new();

    public TorchSweepTests() => PlantedWorld.Write(folder.Root, questions: 20, sentences: 60);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Bfloat16)]
    public void Run_WhateverWorkersThreadsAndOrder_GivesTheSameFiles(Precision precision)
    {
        var one = Results(Run("one", precision, workers: 1, threads: 1));
        Assert.True(one.Count > 50, $"only {one.Count} files");
        Assert.Equal(one, Results(Run("many", precision, workers: 3, threads: 2)));

        var spec = At("turned", precision, workers: 2);
        var turned = new SweepFolder(SpecPaths.Full(spec, spec.Out));
        using (var device = TorchComputeDevice.Open(TorchDevice.Cpu, 2))
        {
            var sweep = SweepPreparer.Prepare(spec, device.Name, turned.OpenDigests());
            using var merging = Managed(1);
            using var executor = new ItemExecutor(sweep, turned.OpenStore(), device, merging);
            foreach (var (epoch, item) in LastFirst(SweepPlanner.Plan(sweep)).Index())
            {
                executor.Run(item, epoch + 1, CancellationToken.None);
            }
        }

        // The run finds every artifact and writes the tables.
        var artifacts = Results(turned);
        Run("turned", precision, workers: 1, threads: 1);
        Assert.All(artifacts, file => Assert.Equal(one[file.Key], file.Value));
        Assert.Equal(one, Results(turned));
    }

    [Fact]
    public void Run_InTheOtherPrecision_SharesNoArtifactAndSaysWhichItWas()
    {
        var result = Run("both", Precision.Float32, workers: 1, threads: 1);
        var before = Artifacts(result);
        Run("both", Precision.Bfloat16, workers: 1, threads: 1);
        var after = Artifacts(result);
        Assert.Equal(2 * before.Count, after.Count);
        Assert.Contains("\"precision\": \"bfloat16\"", File.ReadAllText(Path.Combine(result.Tables, "manifest.json")), StringComparison.Ordinal);
        Assert.Contains("bfloat16", File.ReadAllText(result.Report), StringComparison.Ordinal);
        var table = Directory.GetFiles(Path.Combine(result.Tables, "steering_vectors"), "*.parquet", SearchOption.AllDirectories)[0];
        Assert.True(File.ReadAllBytes(table).AsSpan().IndexOf("bfloat16"u8) > 0);

        // And back: everything is there still.
        Run("both", Precision.Float32, workers: 1, threads: 1);
        Assert.Equal(after, Artifacts(result));
    }

    // Kahn's algorithm, which always takes the last item that is ready.
    private static List<WorkItem> LastFirst(SweepPlan plan)
    {
        var left = plan.Items.ToList();
        List<WorkItem> turned = [];
        var made = new HashSet<string>(StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var next = left.Last(item => item.Inputs.All(input => made.Contains(input.RelativePath)));
            left.Remove(next);
            turned.Add(next);
            made.UnionWith(next.Outputs.Select(output => output.Key.RelativePath));
        }

        Assert.NotEqual(plan.Items.Select(item => item.Id), turned.Select(item => item.Id));
        return turned;
    }

    private SweepSpec At(string name, Precision precision, int workers)
    {
        var spec = SpecFile.Parse(Spec, folder["spec.yaml"]);
        return spec with
        {
            Out = folder[name],
            Model = spec.Model with { Precision = precision },
            Compute = spec.Compute with { Device = "torch-cpu", Workers = workers, BatchTokens = 300 },
        };
    }

    private SweepFolder Run(string name, Precision precision, int workers, int threads)
    {
        var spec = At(name, precision, workers);
        using var device = TorchComputeDevice.Open(TorchDevice.Cpu, threads);
        using var merging = Managed(threads);
        var outcome = new SweepRun(device, merging, new PortableParquetFormat(), "test", TimeProvider.System).Run(spec, new Silence(), CancellationToken.None);
        Assert.True(outcome.Complete, string.Join("; ", outcome.Failures.Select(failure => failure.Reason)));
        return new SweepFolder(SpecPaths.Full(spec, spec.Out));
    }

    private static ComputeDevice<CpuTensor> Managed(int threads) => new(new CpuOps(threads));

    private static SortedDictionary<string, string> Results(SweepFolder results) => new(
        new[] { "artifacts", "tables" }
            .Select(part => Path.Combine(results.Root, part))
            .Where(Directory.Exists)
            .SelectMany(part => Directory.GetFiles(part, "*", SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetRelativePath(results.Root, file), file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private static List<string> Artifacts(SweepFolder results) =>
        [.. Directory.GetFiles(Path.Combine(results.Root, "artifacts"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private sealed class Silence : ISweepObserver;
}
