using SteerScope.Measuring.Worlds;
using SteerScope.Planted;

namespace SteerScope.SweepBenchmark.Growth;

/// <summary>The demo's small model with as many prompts and as much text as asked for.</summary>
internal sealed class GrowthWorld
{
    private readonly ExchangeFolder folder;
    private readonly string[] pairs;
    private readonly string text;

    /// <summary>Writes the model.</summary>
    public GrowthWorld(ExchangeFolder folder)
    {
        this.folder = folder;
        PlantedWorld.Write(folder.Path);
        pairs = File.ReadAllLines(Directory.GetFiles(folder["behaviours"], "*.jsonl").Order(StringComparer.Ordinal).First());
        text = File.ReadAllText(folder["text/ordinary.txt"]);
    }

    /// <summary>Writes a spec and what it names; numbers of different specs may not be equal.</summary>
    /// <returns>Its path.</returns>
    public string Spec(int trainPairs, int testPairs, int tokens)
    {
        var name = $"p{trainPairs}-t{tokens}";
        File.WriteAllLines(folder[$"{name}.jsonl"], Enumerable.Range(0, trainPairs + testPairs).Select(i => pairs[i % pairs.Length]));
        using (var corpus = File.CreateText(folder[$"{name}.txt"]))
        {
            // A token of this vocabulary has at most so many characters on average that this is enough.
            for (var written = 0L; written < 12L * tokens; written += text.Length)
            {
                corpus.Write(text);
            }
        }

        var spec = folder[$"{name}.yaml"];
        File.WriteAllText(spec, $$"""
            name: {{name}}
            out: out-{{name}}
            model: {path: planted-llama}
            behaviours: [{{name}}.jsonl]
            prompts: {template: "{question}\n\n Answer:{answer}", train: {{trainPairs}}, test: {{testPairs}}, shard_size: 20}
            corpus: {paths: [{{name}}.txt], document: line, tokens: {{tokens}}, chunk: 64}
            compute: {workers: 1, threads: 1}
            """);
        return spec;
    }
}
