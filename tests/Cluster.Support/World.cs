using SteerScope.Planted;

namespace SteerScope.Cluster.Support;

/// <summary>A planted model with its data, and the results of an uninterrupted local run to compare with.</summary>
public sealed class World : IDisposable
{
    /// <summary>Layers that the spec asks for.</summary>
    public const int Layers = 2;

    private const string Spec = """
        name: faults
        out: OUT
        model: planted-llama
        behaviours: [behaviours/agreeable.jsonl, behaviours/cautious.jsonl]
        prompts:
          template: "{question}\n\n Answer:{answer}"
          train: 24
          test: 16
          shard_size: 1
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
        steer:
          positions: [answer]
        compute:
          workers: 2
        """;

    public World()
    {
        Root = Directory.CreateTempSubdirectory("steerscope-").FullName;
        PlantedWorld.Write(Root, questions: 40, sentences: 60);
        Local = Path.Combine(Root, "local");
        using var run = TestProcess.Command("run", WriteSpec(Local));
        if (run.WaitForExit() != 0)
        {
            throw new InvalidOperationException(run.Said);
        }
    }

    public string Root { get; }

    /// <summary>Results of the local run.</summary>
    public string Local { get; }

    /// <summary>Writes a spec whose results go to a folder.</summary>
    public string WriteSpec(string results)
    {
        var path = Path.Combine(Root, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, Spec.Replace("OUT", results, StringComparison.Ordinal));
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
