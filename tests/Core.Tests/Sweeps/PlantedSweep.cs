using SteerScope.Artifacts;
using SteerScope.Planted;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Core.Tests.Sweeps;

/// <summary>A small planted world, and sweeps over it that are prepared but not run.</summary>
public sealed class PlantedSweep : IDisposable
{
    public PlantedSweep()
    {
        PlantedWorld.Write(Root, questions: 20, sentences: 60);
        Spec = Parse();
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("steerscope-").FullName;

    /// <summary>Two behaviours' worth of files, of which this spec takes one; changes are made with <c>with</c>.</summary>
    public SweepSpec Spec { get; }

    public PreparedSweep Prepare(SweepSpec spec, string provider = "cpu") =>
        SweepPreparer.Prepare(spec, provider, FileDigests.Open(Path.Combine(Root, "none.json")));

    public SweepPlan Plan(SweepSpec spec, string provider = "cpu") => SweepPlanner.Plan(Prepare(spec, provider));

    public static BehaviourSpec Behaviour(string name) => new() { Path = $"behaviours/{name}.jsonl" };

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private SweepSpec Parse() => SpecFile.Parse(
        """
        model: planted-llama
        behaviours: [behaviours/agreeable.jsonl]
        prompts:
          template: "{question}\n\n Answer:{answer}"
          train: 8
          test: 6
          shard_size: 4
        layers: [1, 3]
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
        """,
        Path.Combine(Root, "spec.yaml"));
}
