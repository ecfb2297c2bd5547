using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Measuring.Worlds;

/// <summary>A model with random weights, laid out as Hugging Face does.</summary>
public sealed class RandomCheckpoint : IDisposable
{
    private const int PieceLength = 1 << 20;
    private const string ConfigFile = "config.json";
    private const string WeightFile = "model.safetensors";

    private readonly bool temporary;

    /// <summary>Writes the model in float32 into a folder of its own, which goes when this is disposed of.</summary>
    public RandomCheckpoint(ModelSize size)
        : this(size, StoredType.F32, null)
    {
    }

    /// <summary>Writes the model. No more than a piece of a tensor is in memory.</summary>
    /// <param name="size">Its sizes.</param>
    /// <param name="type">F32 or BF16.</param>
    /// <param name="folder">Where to; what is there already and the same is taken as it is, and it stays. Null for a folder that goes when this is disposed of.</param>
    /// <exception cref="InputException">The folder holds something else.</exception>
    public RandomCheckpoint(ModelSize size, StoredType type, string? folder)
    {
        temporary = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("steerscope-model-").FullName;
        try
        {
            Write(size, type);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (temporary)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private void Write(ModelSize size, StoredType type)
    {
        var config = Config(size, type).ToJsonString(JsonSerializerOptions.Default);
        var (configPath, weightPath) = (Path.Combine(Folder, ConfigFile), Path.Combine(Folder, WeightFile));
        Directory.CreateDirectory(Folder);
        if (File.Exists(configPath) && File.Exists(weightPath) && File.ReadAllText(configPath) == config)
        {
            return;
        }

        if (File.Exists(configPath) || File.Exists(weightPath))
        {
            throw new InputException($"{Folder} holds another model; name an empty folder, or one that this benchmark has written for the same shape and precision.");
        }

        // Under its name only when it is whole: a run that was cut short leaves nothing that looks like a model.
        var unfinished = weightPath + ".inprogress";
        Weights(size, type).Write(unfinished);
        File.Move(unfinished, weightPath);
        File.WriteAllText(configPath, config);
    }

    private static JsonObject Config(ModelSize size, StoredType type)
    {
        var config = new JsonObject
        {
            ["model_type"] = size.ModelType,
            ["architectures"] = new JsonArray(size.ModelType == "gemma2" ? "Gemma2ForCausalLM" : "LlamaForCausalLM"),
            ["torch_dtype"] = type == StoredType.BF16 ? "bfloat16" : "float32",
            ["hidden_size"] = size.Width,
            ["intermediate_size"] = size.Mlp,
            ["num_hidden_layers"] = size.Layers,
            ["num_attention_heads"] = size.Heads,
            ["num_key_value_heads"] = size.KeyValueHeads,
            ["head_dim"] = size.HeadDim,
            ["vocab_size"] = size.Vocabulary,
            ["max_position_embeddings"] = size.MaxPositions,
            ["rms_norm_eps"] = size.ModelType == "gemma2" ? 1e-6 : 1e-5,
            ["rope_theta"] = 10000.0,
            ["tie_word_embeddings"] = true,
        };
        if (size.ModelType == "gemma2")
        {
            config["hidden_activation"] = "gelu_pytorch_tanh";
            config["query_pre_attn_scalar"] = size.HeadDim;
            config["attn_logit_softcapping"] = 50.0;
            config["final_logit_softcapping"] = 30.0;
            config["sliding_window"] = size.SlidingWindow;
        }
        else
        {
            config["hidden_act"] = "silu";
        }

        return config;
    }

    private static SafetensorsWriter Weights(ModelSize size, StoredType type)
    {
        // Drawn while the file is written, in its order.
        var random = new RandomNumbers(1);
        var writer = new SafetensorsWriter().SetMetadata("format", "pt");
        var gemma = size.ModelType == "gemma2";
        Matrix("model.embed_tokens.weight", size.Vocabulary, size.Width, size.EmbeddingDeviation);
        for (var layer = 0; layer < size.Layers; layer++)
        {
            var name = $"model.layers.{layer}";
            Matrix($"{name}.self_attn.q_proj.weight", size.Heads * size.HeadDim, size.Width);
            Matrix($"{name}.self_attn.k_proj.weight", size.KeyValueHeads * size.HeadDim, size.Width);
            Matrix($"{name}.self_attn.v_proj.weight", size.KeyValueHeads * size.HeadDim, size.Width);
            Matrix($"{name}.self_attn.o_proj.weight", size.Width, size.Heads * size.HeadDim);
            Matrix($"{name}.mlp.gate_proj.weight", size.Mlp, size.Width);
            Matrix($"{name}.mlp.up_proj.weight", size.Mlp, size.Width);
            Matrix($"{name}.mlp.down_proj.weight", size.Width, size.Mlp);
            Gain($"{name}.input_layernorm.weight");
            Gain($"{name}.post_attention_layernorm.weight");
            if (gemma)
            {
                Gain($"{name}.pre_feedforward_layernorm.weight");
                Gain($"{name}.post_feedforward_layernorm.weight");
            }
        }

        Gain("model.norm.weight");
        return writer;

        // Scaled by the inputs, so that activations neither vanish nor overflow.
        void Matrix(string name, int outputs, int inputs, double? deviation = null) =>
            writer.AddPieces(name, type, Pieces((long)outputs * inputs, deviation ?? 1 / Math.Sqrt(inputs)), outputs, inputs);

        // Gemma's are 1 + w; not all alike, so that a rival that reads them wrongly is found out.
        void Gain(string name) => writer.AddPieces(name, type, gemma ? Pieces(size.Width, 0.1) : [Enumerable.Repeat(1f, size.Width).ToArray()], size.Width);

        IEnumerable<ReadOnlyMemory<float>> Pieces(long count, double deviation)
        {
            for (var left = count; left > 0; left -= PieceLength)
            {
                yield return random.Values((int)Math.Min(left, PieceLength), deviation);
            }
        }
    }
}
