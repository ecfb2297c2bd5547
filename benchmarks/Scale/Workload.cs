using System.Globalization;
using SteerScope.Planted;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Scale;

/// <summary>The sweep that is run: the planted world with one layer, no SAEs, no corpus, and a pair of prompts per work item.</summary>
internal static class Workload
{
    /// <summary>Writes the inputs.</summary>
    public static SweepSpec Write(string folder, int shards)
    {
        PlantedWorld.Write(folder, questions: shards + 2, sentences: 1);
        var path = Path.Combine(folder, "scale.yaml");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $$"""
            name: scale
            out: results
            model:
              path: {{PlantedWorld.ModelFolder}}
            behaviours: [behaviours/agreeable.jsonl]
            prompts:
              template: "{question}\n\n Answer:{answer}"
              train: {{shards}}
              test: 2
              shard_size: 1
            layers: 2
            steer:
              variants: [vector]
            compute:
              device: torch-cpu

            """));
        return SpecFile.Load(path);
    }
}
