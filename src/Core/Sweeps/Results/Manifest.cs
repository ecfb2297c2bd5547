using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>What the results of a sweep were made from and by: no clock, no host name, no path of a machine.</summary>
internal sealed class Manifest
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly PreparedSweep _sweep;
    private readonly JsonObject _root;

    public Manifest(PreparedSweep sweep, string tableFormat, string version, IEnumerable<ArtifactKey> inputs)
    {
        _sweep = sweep;
        _root = new JsonObject
        {
            ["versions"] = new JsonObject { ["steerscope"] = version, ["tables"] = tableFormat },
            ["device"] = new JsonObject { ["provider"] = sweep.Provider, ["precision"] = SnakeCase.Of(sweep.Spec.Model.Precision) },
            ["conventions"] = new JsonObject
            {
                ["hook"] = "resid_post",
                ["read_position"] = SnakeCase.Of(sweep.Spec.Prompts.Read),
                ["bos"] = ManifestText.Bos(sweep.Spec),
                ["template"] = sweep.Spec.Prompts.ResolveTemplate().Text,
                ["template_digest"] = ManifestText.TemplateDigest(sweep.Spec),
            },
            ["model"] = new JsonObject
            {
                ["digest"] = sweep.ModelDigest,
                ["type"] = sweep.Shape.ModelType,
                ["layers"] = sweep.Shape.Layers,
                ["d_model"] = sweep.Shape.Width,
            },
            ["behaviours"] = new JsonObject(sweep.Behaviours.Select(b => new KeyValuePair<string, JsonNode?>(b.Name, Behaviour(b)))),
            ["corpus"] = sweep.Corpus is { } corpus
                ? new JsonObject { ["tokens"] = corpus.CountedTokens, ["digests"] = Texts(corpus.FileDigests) }
                : null,
            ["saes"] = new JsonArray([.. sweep.Saes.Select(Sae)]),
            ["spec"] = JsonNode.Parse(ResultSpec(sweep.Spec)),
        };

        // Rows and letters of the pairs stand in tables without being part of any artifact.
        using var recipe = new Recipe("results");
        recipe.Text("manifest", _root.ToJsonString()).Inputs(inputs);
        foreach (var behaviour in sweep.Behaviours)
        {
            recipe
                .Ids("rows", new MadeList<int>(behaviour.Split.Test.Count, behaviour.Split.Test.RowOf))
                .Text("letters", string.Join(' ', behaviour.Split.Train.Select(p => p.MatchingLetter + p.OtherLetter)));
        }

        ResultsKey = recipe.Digest();
        _root.Insert(0, "results_key", ResultsKey);
    }

    /// <summary>Digest of everything that tables and page depend on.</summary>
    public string ResultsKey { get; }

    /// <summary>The manifest as written, with the files that it vouches for.</summary>
    public string ToJson(IReadOnlyList<TableFileInfo> files)
    {
        var root = (JsonObject)_root.DeepClone();
        root["files"] = new JsonArray([.. files.Select(f => new JsonObject { ["path"] = f.Path, ["rows"] = f.Rows, ["bytes"] = f.Bytes, ["sha256"] = f.Sha256 })]);
        return root.ToJsonString(Indented) + "\n";
    }

    /// <summary>Every value with its path, in order: the rows of <c>provenance</c>.</summary>
    public IEnumerable<KeyValuePair<string, string>> Values() => Flatten("", _root);

    /// <summary>Whether a written manifest is of the same results, and the files that it vouches for are there.</summary>
    public bool IsOf(string json, string tables)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject root
                && root["results_key"]?.GetValue<string>() == ResultsKey
                && root["files"] is JsonArray files
                && files.All(f => IsThere(f as JsonObject, tables));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static bool IsThere(JsonObject? entry, string tables) =>
        entry?["path"]?.GetValue<string>() is { } path
        && entry["bytes"]?.GetValue<long>() is { } bytes
        && new FileInfo(Path.Combine(tables, path)) is { Exists: true } file
        && file.Length == bytes;

    // Where a sweep runs and how fast changes no result.
    private static string ResultSpec(SweepSpec spec)
    {
        var root = (JsonObject)JsonNode.Parse(SpecFile.ToJson(spec with { Compute = new ComputeSpec { BatchTokens = spec.Compute.BatchTokens }, Out = "" }))!;
        root.Remove("out");
        return root.ToJsonString();
    }

    private static JsonObject Behaviour(PreparedBehaviour behaviour) => new()
    {
        ["digest"] = behaviour.FileDigest,
        ["rows"] = behaviour.Tokenized.RowCount,
        ["usable"] = behaviour.Tokenized.Pairs.Count,
        ["train"] = behaviour.Split.Train.Count,
        ["test"] = behaviour.Split.Test.Count,
        ["passed_over"] = behaviour.Split.PassedOver.Count,
        ["left_out"] = new JsonObject(behaviour.Tokenized.LeftOutCounts().Select(c => new KeyValuePair<string, JsonNode?>(SnakeCase.Of(c.Reason), c.Count))),
    };

    private static JsonNode Sae(PreparedSae sae) => new JsonObject
    {
        ["name"] = sae.Name,
        ["layer"] = sae.Layer,
        ["features"] = sae.Features,
        ["digest"] = sae.Digest,
    };

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode?)v)]);

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string path, JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Flatten(path.Length == 0 ? p.Key : $"{path}.{p.Key}", p.Value)),
        JsonArray a => a.Index().SelectMany(p => Flatten(string.Create(CultureInfo.InvariantCulture, $"{path}.{p.Index}"), p.Item)),
        null => [new KeyValuePair<string, string>(path, "")],
        _ => [new KeyValuePair<string, string>(path, node.ToString())],
    };
}
