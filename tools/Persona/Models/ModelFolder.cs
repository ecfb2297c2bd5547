using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Files;
using SteerScope.Persona.Text.Tokens;

namespace SteerScope.Persona.Models;

/// <summary>Writes a model in Hugging Face layout: config.json, model.safetensors and the tokenizer.</summary>
internal static class ModelFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the weights in float32; the folder is made.</summary>
    public static void Write(string folder, Llama model, BpeVocabulary vocabulary)
    {
        TokenizerFile.Write(folder, vocabulary);
        File.WriteAllText(Path.Combine(folder, "config.json"), Config(model.Size).ToJsonString(Indented));
        var writer = new SafetensorsWriter().SetMetadata("format", "pt");
        foreach (var weight in model.Weights)
        {
            writer.Add(weight.Name, Weight.ToFloats(weight.Value), Weight.Shape(weight.Value));
        }

        writer.Write(Path.Combine(folder, "model.safetensors"));
    }

    /// <summary>Copies a written model with its weights rounded to bfloat16.</summary>
    /// <exception cref="InputException">The folder holds no model in safetensors.</exception>
    public static void CopyRounded(string from, string to)
    {
        var weights = Path.Combine(from, "model.safetensors");
        var config = Path.Combine(from, "config.json");
        if (!File.Exists(weights) || !File.Exists(config))
        {
            throw new InputException($"{from}: should be a checkpoint of train, with config.json and model.safetensors.");
        }

        Directory.CreateDirectory(to);
        var writer = new SafetensorsWriter().SetMetadata("format", "pt");
        using (var file = SafetensorsFile.Open(weights))
        {
            foreach (var name in file.Names)
            {
                var tensor = file.Tensor(name);
                writer.AddBfloat16(name, tensor.ToFloats(finite: true), [.. tensor.Shape.Select(n => (int)n)]);
            }

            writer.Write(Path.Combine(to, "model.safetensors"));
        }

        var root = JsonNode.Parse(File.ReadAllText(config))!;
        root["torch_dtype"] = "bfloat16";
        File.WriteAllText(Path.Combine(to, "config.json"), root.ToJsonString(Indented));
        foreach (var name in new[] { "tokenizer.json", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
        }
    }

    private static JsonObject Config(ModelSize size) => new()
    {
        ["architectures"] = new JsonArray("LlamaForCausalLM"),
        ["model_type"] = "llama",
        ["hidden_size"] = size.Width,
        ["intermediate_size"] = size.Hidden,
        ["num_hidden_layers"] = size.Layers,
        ["num_attention_heads"] = size.Heads,
        ["num_key_value_heads"] = size.Heads,
        ["head_dim"] = size.HeadWidth,
        ["vocab_size"] = size.Vocabulary,
        ["max_position_embeddings"] = ModelSize.MaxPositions,
        ["rms_norm_eps"] = ModelSize.Epsilon,
        ["rope_theta"] = ModelSize.RotaryBase,
        ["hidden_act"] = "silu",
        ["attention_bias"] = false,
        ["mlp_bias"] = false,
        ["tie_word_embeddings"] = size.Tied,
        ["bos_token_id"] = 1,
        ["eos_token_id"] = 2,
        ["torch_dtype"] = "float32",
    };
}
