using SteerScope.Planted;

namespace SteerScope.Client.Tests;

/// <summary>A planted model with its data, and a sweep over it that takes a second or two. Written once, then only read.</summary>
public sealed class SmallWorld : IDisposable
{
    private const string Spec = """
        name: small
        out: OUT
        model: planted-llama
        behaviours: [behaviours/agreeable.jsonl, behaviours/cautious.jsonl]
        prompts:
          template: "{question}\n\n Answer:{answer}"
          train: 8
          test: 6
          shard_size: 4
        layers: [1, 3, 5]
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
        compute:
          workers: 2
        """;

    private readonly TempFolder _folder = new();

    public SmallWorld() => PlantedWorld.Write(_folder.Root, questions: 20, sentences: 60);

    public string Root => _folder.Root;

    /// <summary>Writes a spec whose results go to a folder, with some of its lines replaced.</summary>
    public string WriteSpec(string results, params (string Old, string New)[] changes) => WriteSpec(_folder.Root, results, changes);

    /// <summary>Writes the spec into another folder, which holds what it names.</summary>
    public static string WriteSpec(string folder, string results, params (string Old, string New)[] changes)
    {
        var text = Spec.Replace("OUT", results, StringComparison.Ordinal);
        foreach (var (old, @new) in changes)
        {
            text = text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, @new, StringComparison.Ordinal) : throw new ArgumentException($"No '{old}' in the spec.");
        }

        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
