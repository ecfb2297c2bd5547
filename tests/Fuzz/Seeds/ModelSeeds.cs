using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SteerScope.Compute.Cpu;
using SteerScope.Files;
using SteerScope.Models;

namespace SteerScope.Fuzz.Seeds;

/// <summary>
/// A tiny model of every architecture that can be loaded. Which tensors one has is asked of the loader: given none, it names
/// them all.
/// </summary>
internal static partial class ModelSeeds
{
    private const string ConfigFile = "config.json";

    // Every architecture takes from this what it knows; what one refuses is taken out for it, and a section that one misses put in.
    private const string Fields = """
        "hidden_size": 8, "n_embd": 8, "intermediate_size": 12, "n_inner": null, "num_hidden_layers": 2, "n_layer": 2,
        "num_attention_heads": 2, "n_head": 2, "num_key_value_heads": 2, "head_dim": 4, "vocab_size": 10, "max_position_embeddings": 16,
        "n_positions": 16, "n_ctx": 16, "rms_norm_eps": 1e-05, "layer_norm_epsilon": 1e-05, "layer_norm_eps": 1e-05,
        "query_pre_attn_scalar": 4, "rotary_pct": 0.5, "rotary_emb_base": 10000, "partial_rotary_factor": 0.5,
        "use_parallel_residual": true, "initializer_range": 0.02, "bos_token_id": 1, "torch_dtype": "float32"
        """;

    /// <summary>Configurations by a name of their own; the first of an architecture is the plainest.</summary>
    public static IReadOnlyList<(string Name, byte[] Config)> Configs { get; } =
    [
        .. TransformerLoader.Supported.Select(type => (type, Config(type, ""))),
        ("llama-scaled", Config("llama", """, "hidden_act": "silu", "attention_bias": true, "mlp_bias": true, "rope_theta": 50000.0, "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16}""")),
        ("llama-linear", Config("llama", """, "hidden_act": "gelu", "tie_word_embeddings": true, "rope_scaling": {"type": "linear", "factor": 2.0}""")),
        ("gemma2-windows", Config("gemma2", """, "hidden_activation": "gelu_pytorch_tanh", "sliding_window": 2, "attn_logit_softcapping": 5.0, "final_logit_softcapping": null, "layer_types": ["sliding_attention", "full_attention"]""")),
        ("qwen2-windows", Config("qwen2", """, "use_sliding_window": true, "sliding_window": 2, "max_window_layers": 1, "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}""")),
    ];

    /// <summary>The models, their config.json to be changed.</summary>
    public static IReadOnlyList<FuzzSeed> WithConfigChanged { get; } =
        [.. Configs.Select(c => new FuzzSeed(c.Name, ConfigFile, c.Config, new Dictionary<string, byte[]> { ["model.safetensors"] = Weights(c.Config) }))];

    /// <summary>The models, their weights to be changed.</summary>
    public static IReadOnlyList<FuzzSeed> WithWeightsChanged { get; } =
        [.. Configs.Take(TransformerLoader.Supported.Count).Select(c => new FuzzSeed(c.Name, "model.safetensors", Weights(c.Config), new Dictionary<string, byte[]> { [ConfigFile] = c.Config }))];

    /// <summary>A model in two files, their index to be changed.</summary>
    public static FuzzSeed WithIndexChanged { get; } = Sharded(Configs.First(c => c.Name == "llama").Config);

    private static byte[] Config(string type, string more)
    {
        var fields = (JsonObject)JsonNode.Parse($$"""{"model_type": "{{type}}", {{Fields}}{{more}}}""")!;
        while (true)
        {
            var config = Encoding.UTF8.GetBytes(fields.ToJsonString());
            try
            {
                TransformerLoader.Read(ModelConfig.Parse(config, ConfigFile));
                return config;
            }
            catch (InputException exception) when (TryMend(fields, Refused().Match(exception.Message)))
            {
                // Once more.
            }
        }
    }

    private static bool TryMend(JsonObject fields, Match refused)
    {
        var (section, field) = (refused.Groups["section"].Value, refused.Groups["field"].Value);
        if (refused.Groups["missing"].Success)
        {
            return fields.TryAdd(field, JsonNode.Parse($$"""{"model_type": "{{fields["model_type"]}}_text", {{Fields}}}"""));
        }

        return section.Length == 0 ? fields.Remove(field) : fields[section] is JsonObject inner && inner.Remove(field);
    }

    private static byte[] Weights(byte[] config) => TensorSeeds.Bytes(Add(new SafetensorsWriter(), Tensors(config)));

    private static FuzzSeed Sharded(byte[] config)
    {
        var tensors = Tensors(config);
        var half = tensors.Count / 2;
        var index = string.Join(", ", tensors.Select((tensor, i) => $"\"{tensor.Name}\": \"model-0000{(i < half ? 1 : 2)}-of-00002.safetensors\""));
        return new FuzzSeed("llama-shards", "model.safetensors.index.json", Encoding.UTF8.GetBytes("{\"metadata\": {\"total_size\": 1}, \"weight_map\": {" + index + "}}"), new Dictionary<string, byte[]>
        {
            [ConfigFile] = config,
            ["model-00001-of-00002.safetensors"] = TensorSeeds.Bytes(Add(new SafetensorsWriter(), tensors.Take(half))),
            ["model-00002-of-00002.safetensors"] = TensorSeeds.Bytes(Add(new SafetensorsWriter(), tensors.Skip(half))),
        });
    }

    private static SafetensorsWriter Add(SafetensorsWriter writer, IEnumerable<(string Name, int[] Shape)> tensors)
    {
        foreach (var (name, shape) in tensors)
        {
            var count = shape.Aggregate(1, (product, dimension) => product * dimension);
            writer.Add(name, Enumerable.Range(0, count).Select(i => MathF.Sin(i + name.Length)).ToArray(), shape);
        }

        return writer;
    }

    private static List<(string Name, int[] Shape)> Tensors(byte[] config)
    {
        var folder = Directory.CreateTempSubdirectory("steerscope-fuzz-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, ConfigFile), config);
            new SafetensorsWriter().Add("none", Array.Empty<float>(), 0).Write(Path.Combine(folder, "model.safetensors"));
            using var checkpoint = Checkpoint.Open(folder);
            using var model = TransformerLoader.Load(new CpuOps(), checkpoint);
            throw new InvalidOperationException("A model was loaded without any tensor.");
        }
        catch (InputException exception)
        {
            var missing = Missing().Matches(exception.Message);
            return missing.Count > 0
                ? [.. missing.Select(match => (match.Groups["name"].Value, Shape(match.Groups["shape"].Value)))]
                : throw new InvalidOperationException("A configuration that should make a model was refused.", exception);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int[] Shape(string text) => [.. text.Split(", ").Select(dimension => int.Parse(dimension, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^config\.json: ((?<section>\w+)\.)?(?<field>\w+) (?<missing>is missing; an object)?")]
    private static partial Regex Refused();

    [GeneratedRegex(@"(?<name>\S+) is missing; shape \[(?<shape>[^\]]*)\] is expected")]
    private static partial Regex Missing();
}
