using System.Text;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Fuzz.Seeds;

/// <summary>Specs: a short one, and one with every field.</summary>
internal static class SpecSeeds
{
    private const string Short = """
        model: model
        behaviours: [behaviours/*.jsonl]
        """;

    private const string Long = """
        # a comment
        name: demo
        model:
          path: model
        behaviours:
          - name: one
            path: behaviours/a.jsonl
        prompts:
          template: "{question}\n\n Answer:{answer}"
          letters: [A, B]
          train: 60
          test: 40
          shard_size: 20
        corpus:
          paths: [text.txt]
          document: line
          tokens: 8000
          chunk: 64
          shard_tokens: 1024
        layers: [0, 1]
        vectors:
          methods: [mean_difference, pca, logistic_probe]
        saes:
          - name: planted
            path: saes
            pattern: "layer_{layer}/params.npz"
        steer:
          multipliers: [-1.5, 0, 1.5]
          positions: [answer, all, last]
          metrics: [letter_logit_diff, logit_diff_sum, logprob_diff_sum]
          variants: [vector, reconstruction, activation_difference, pursuit]
        compute:
          workers: 2
        """;

    private static readonly Dictionary<string, byte[]> Beside = new()
    {
        ["model/config.json"] = "{}"u8.ToArray(),
        ["behaviours/a.jsonl"] = "{}"u8.ToArray(),
        ["text.txt"] = "text"u8.ToArray(),
        ["saes/layer_0/params.npz"] = [0],
        ["saes/layer_1/params.npz"] = [0],
    };

    /// <summary>All of them; the last has every field that there is.</summary>
    public static IReadOnlyList<FuzzSeed> All { get; } =
    [
        Seed("short", Short),
        Seed("long", Long),
        Seed("full", SpecFile.ToYaml(SpecFile.Parse(Long, "spec.yaml", checkFiles: false))),
    ];

    private static FuzzSeed Seed(string name, string yaml) => new(name, "spec.yaml", Encoding.UTF8.GetBytes(yaml + "\n"), Beside);
}
