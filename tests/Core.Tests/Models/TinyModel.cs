using SteerScope.Core.Tests.Files;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>Writes variations of the shipped fixture, or of small random models, as checkpoints of their own.</summary>
internal sealed class TinyModel
{
    public const string LlamaConfig =
        """{"model_type":"llama","hidden_size":8,"intermediate_size":12,"num_hidden_layers":2,"num_attention_heads":2,"num_key_value_heads":1,"vocab_size":16,"max_position_embeddings":32,"rms_norm_eps":1e-5,"hidden_act":"silu","tie_word_embeddings":true}""";

    public const string Gpt2Config =
        """{"model_type":"gpt2","n_embd":8,"n_layer":2,"n_head":2,"n_positions":32,"vocab_size":16,"layer_norm_epsilon":1e-5,"activation_function":"gelu_new"}""";

    private readonly Random random = new(7);

    public required string Config { get; set; }

    public Dictionary<string, (float[] Values, int[] Shape)> Tensors { get; } = [];

    /// <summary>A random Llama with two layers.</summary>
    public static TinyModel Llama()
    {
        var model = new TinyModel { Config = LlamaConfig };
        model.Fill("model.embed_tokens.weight", 16, 8);
        model.Fill("model.norm.weight", 8);
        for (var layer = 0; layer < 2; layer++)
        {
            var name = $"model.layers.{layer}";
            model.Fill($"{name}.input_layernorm.weight", 8);
            model.Fill($"{name}.post_attention_layernorm.weight", 8);
            model.Fill($"{name}.self_attn.q_proj.weight", 8, 8);
            model.Fill($"{name}.self_attn.k_proj.weight", 4, 8);
            model.Fill($"{name}.self_attn.v_proj.weight", 4, 8);
            model.Fill($"{name}.self_attn.o_proj.weight", 8, 8);
            model.Fill($"{name}.mlp.gate_proj.weight", 12, 8);
            model.Fill($"{name}.mlp.up_proj.weight", 12, 8);
            model.Fill($"{name}.mlp.down_proj.weight", 8, 12);
        }

        return model;
    }

    /// <summary>A random GPT-2 with two layers.</summary>
    public static TinyModel Gpt2(string prefix = "")
    {
        var model = new TinyModel { Config = Gpt2Config };
        model.Fill($"{prefix}wte.weight", 16, 8);
        model.Fill($"{prefix}wpe.weight", 32, 8);
        model.FillConv($"{prefix}ln_f", 8);
        for (var layer = 0; layer < 2; layer++)
        {
            var name = $"{prefix}h.{layer}";
            model.FillConv($"{name}.ln_1", 8);
            model.FillConv($"{name}.ln_2", 8);
            model.FillConv($"{name}.attn.c_attn", 8, 24);
            model.FillConv($"{name}.attn.c_proj", 8, 8);
            model.FillConv($"{name}.mlp.c_fc", 8, 32);
            model.FillConv($"{name}.mlp.c_proj", 32, 8);
        }

        return model;
    }

    /// <summary>The shipped Qwen2 fixture, as a model that can be changed.</summary>
    public static TinyModel Qwen2() => Shipped("qwen2");

    /// <summary>A shipped fixture, widened to float32, as a model that can be changed.</summary>
    public static TinyModel Shipped(string name, string config = "config.json")
    {
        var folder = Path.Combine(SharedData.Fixtures, "models", name);
        using var checkpoint = Checkpoint.Open(folder);
        var model = new TinyModel { Config = File.ReadAllText(Path.Combine(folder, config)) };
        foreach (var tensorName in checkpoint.Names)
        {
            Assert.True(checkpoint.TryGet(tensorName, out var tensor));
            model.Tensors[tensorName] = (tensor.ToFloats(), [.. tensor.Shape]);
        }

        return model;
    }

    public TinyModel Fill(string name, params int[] shape)
    {
        var values = new float[shape.Aggregate(1, (product, dimension) => product * dimension)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(random.NextDouble() - 0.5);
        }

        Tensors[name] = (values, shape);
        return this;
    }

    public void Write(TestFolder folder)
    {
        File.WriteAllText(folder["config.json"], Config);
        var writer = new SafetensorsWriter();
        foreach (var (name, (values, shape)) in Tensors)
        {
            writer.Add(name, values, shape);
        }

        writer.Write(folder["model.safetensors"]);
    }

    public Transformer<PlainTensor> Load(PlainOps ops)
    {
        using var folder = new TestFolder();
        Write(folder);
        using var checkpoint = Checkpoint.Open(folder.Path);
        return TransformerLoader.Load(ops, checkpoint);
    }

    /// <summary>Runs a sequence through the model as it stands.</summary>
    public Trace Trace(params int[] ids)
    {
        using var ops = new PlainOps();
        using var model = Load(ops);
        return TraceRunner<PlainTensor>.Run(model, ids);
    }

    /// <summary>A norm or a linear map [outputs, inputs], with a bias.</summary>
    public TinyModel FillMap(string name, params int[] shape) => Fill($"{name}.weight", shape).Fill($"{name}.bias", shape[0]);

    /// <summary>A norm or a linear map [inputs, outputs], with a bias.</summary>
    public TinyModel FillConv(string name, params int[] shape) => Fill($"{name}.weight", shape).Fill($"{name}.bias", shape[^1]);
}
