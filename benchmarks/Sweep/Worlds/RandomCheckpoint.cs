using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Files;

namespace SteerScope.SweepBenchmark.Worlds;

/// <summary>A model with random weights in a folder of its own, which goes when this is disposed of.</summary>
internal sealed class RandomCheckpoint : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("steerscope-sweep-");

    /// <summary>Writes the model.</summary>
    public RandomCheckpoint(ModelSize size)
    {
        File.WriteAllText(Path.Combine(Folder, "config.json"), Config(size).ToJsonString(JsonSerializerOptions.Default));
        Weights(size).Write(Path.Combine(Folder, "model.safetensors"));
    }

    /// <summary>The folder.</summary>
    public string Folder => folder.FullName;

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    private static JsonObject Config(ModelSize size)
    {
        var config = new JsonObject
        {
            ["model_type"] = size.ModelType,
            ["hidden_size"] = size.Width,
            ["intermediate_size"] = size.Mlp,
            ["num_hidden_layers"] = size.Layers,
            ["num_attention_heads"] = size.Heads,
            ["num_key_value_heads"] = size.KeyValueHeads,
            ["head_dim"] = size.HeadDim,
            ["vocab_size"] = size.Vocabulary,
            ["max_position_embeddings"] = 1024,
            ["rms_norm_eps"] = 1e-5,
            ["rope_theta"] = 10000.0,
            ["tie_word_embeddings"] = true,
        };
        if (size.ModelType == "gemma2")
        {
            config["hidden_activation"] = "gelu_pytorch_tanh";
            config["query_pre_attn_scalar"] = size.HeadDim;
            config["attn_logit_softcapping"] = 50.0;
            config["final_logit_softcapping"] = 30.0;
            config["sliding_window"] = 4096;
        }
        else
        {
            config["hidden_act"] = "silu";
        }

        return config;
    }

    private static SafetensorsWriter Weights(ModelSize size)
    {
        var random = new RandomNumbers(1);
        var writer = new SafetensorsWriter().SetMetadata("format", "pt");
        var gemma = size.ModelType == "gemma2";
        Matrix("model.embed_tokens.weight", size.Vocabulary, size.Width, 1);
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
            writer.Add(name, random.Values(outputs * inputs, deviation ?? 1 / Math.Sqrt(inputs)), outputs, inputs);

        void Gain(string name)
        {
            var values = new float[size.Width];
            Array.Fill(values, gemma ? 0 : 1);
            writer.Add(name, values, size.Width);
        }
    }
}
