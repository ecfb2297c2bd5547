using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>Options of the architectures that the fixtures leave at their defaults.</summary>
public sealed class ArchitectureTests
{
    private static readonly int[] Ids = [3, 1, 4, 1, 5];

    [Fact]
    public void Load_LlamaWithAttentionBias_EqualsQwen2()
    {
        var qwen = TinyModel.Qwen2();
        var expected = qwen.Trace(Ids);
        qwen.Config = qwen.Config.Replace("\"qwen2\"", "\"llama\",\"attention_bias\":true", StringComparison.Ordinal);

        // o_proj has a bias in such a Llama; a zero one changes nothing.
        Assert.Contains("o_proj.bias is missing", Assert.Throws<InputException>(() => qwen.Trace(Ids)).Message, StringComparison.Ordinal);
        for (var layer = 0; layer < 4; layer++)
        {
            qwen.Tensors[$"model.layers.{layer}.self_attn.o_proj.bias"] = (new float[48], [48]);
        }

        Same(expected, qwen.Trace(Ids));
    }

    [Fact]
    public void Load_LlamaWithOutputAndDownBiases_ShiftsTheResidual()
    {
        var model = TinyModel.Llama();
        model.Config = model.Config.Replace("}", ",\"attention_bias\":true,\"mlp_bias\":true}", StringComparison.Ordinal);
        for (var layer = 0; layer < 2; layer++)
        {
            foreach (var (name, width) in new[] { ("self_attn.q", 8), ("self_attn.k", 4), ("self_attn.v", 4), ("self_attn.o", 8), ("mlp.gate", 12), ("mlp.up", 12), ("mlp.down", 8) })
            {
                model.Tensors[$"model.layers.{layer}.{name}_proj.bias"] = (new float[width], [width]);
            }
        }

        Same(TinyModel.Llama().Trace(Ids), model.Trace(Ids));
        var before = model.Trace(Ids)["layer1.resid_post"].Values;
        float[] shift = [1, 2, 3, 4, 5, 6, 7, 8];
        model.Tensors["model.layers.1.mlp.down_proj.bias"] = (shift, [8]);
        var after = model.Trace(Ids)["layer1.resid_post"].Values;
        Near.All([.. before.Select((value, i) => value + shift[i % 8])], after, 1e-5f, "resid_post");
    }

    [Fact]
    public void Load_Gpt2WithPrefix_EqualsGpt2Without() =>
        Same(TinyModel.Gpt2().Trace(Ids), TinyModel.Gpt2("transformer.").Trace(Ids));

    [Fact]
    public void Load_Gpt2WithLegacyBuffers_IgnoresThem()
    {
        var model = TinyModel.Gpt2();
        var expected = model.Trace(Ids);
        Same(expected, model.Fill("h.0.attn.bias", 1, 1, 32, 32).Fill("h.0.attn.masked_bias").Trace(Ids));
    }

    [Theory]
    [InlineData("\"activation_function\":\"relu\"", 0)]
    [InlineData("\"scale_attn_by_inverse_layer_idx\":true", 1)]
    [InlineData("\"scale_attn_weights\":false", 0)]
    [InlineData("\"layer_norm_epsilon\":0.1", 0)]
    public void Load_Gpt2Option_ActsFromItsFirstLayerOn(string option, int firstLayer)
    {
        var model = TinyModel.Gpt2();
        var plain = model.Trace(Ids);
        model.Config = model.Config.Replace("}", $",{option}}}", StringComparison.Ordinal);
        var changed = model.Trace(Ids);
        for (var layer = 0; layer < 2; layer++)
        {
            var name = $"layer{layer}.resid_post";
            Assert.Equal(layer < firstLayer, plain[name].Values.SequenceEqual(changed[name].Values));
        }
    }

    [Fact]
    public void Load_UntiedHead_IsUsed()
    {
        var model = TinyModel.Llama();
        var tied = model.Trace(Ids);
        model.Config = model.Config.Replace("\"tie_word_embeddings\":true", "\"tie_word_embeddings\":false", StringComparison.Ordinal);
        Assert.Contains("lm_head.weight is missing", Assert.Throws<InputException>(() => model.Trace(Ids)).Message, StringComparison.Ordinal);

        var (values, shape) = model.Tensors["model.embed_tokens.weight"];
        model.Tensors["lm_head.weight"] = ([.. values.Select(value => 2 * value)], shape);
        Near.All([.. tied["logits"].Values.Select(value => 2 * value)], model.Trace(Ids)["logits"].Values, 1e-5f, "logits");
    }

    [Fact]
    public void Load_MistralWindow_IsNullAbsentOrGiven()
    {
        Assert.Equal([0, 0], Windows("mistral", ",\"sliding_window\":null"));
        Assert.Equal([4096, 4096], Windows("mistral", ""));
        Assert.Equal([5, 5], Windows("mistral", ",\"sliding_window\":5"));
        Assert.Equal([0, 5], Windows("mistral", ",\"sliding_window\":5,\"layer_types\":[\"full_attention\",\"sliding_attention\"]"));
        Assert.Equal([0, 0], Windows("qwen2", ",\"sliding_window\":5"));
        Assert.Equal([0, 5], Windows("qwen2", ",\"sliding_window\":5,\"use_sliding_window\":true,\"max_window_layers\":1"));
        Assert.Equal([0, 0], Windows("llama", ",\"sliding_window\":5"));
    }

    [Fact]
    public void Read_Shape_NeedsNoWeights()
    {
        var shape = Read(TinyModel.LlamaConfig).Shape;
        Assert.Equal(new ModelShape("llama", 2, 8, 16, 32, 2, 1, 4, 12), shape);
        Assert.Equal(4, shape.KeyValueWidth);
        Assert.Equal(new ModelShape("gpt2", 2, 8, 16, 32, 2, 2, 4, 32), Read(TinyModel.Gpt2Config).Shape);
    }

    [Theory]
    [InlineData("\"model_type\":\"llama\"", "\"model_type\":\"t5\"", "model_type", "gemma, gemma2, gemma3, gemma3_text, gpt2, gpt_neox, llama, mistral, phi3, qwen2, qwen3")]
    [InlineData("\"hidden_size\":8,", "", "hidden_size", "missing")]
    [InlineData("\"hidden_size\":8", "\"hidden_size\":\"8\"", "hidden_size", "\"8\"")]
    [InlineData("\"hidden_size\":8", "\"hidden_size\":8.5", "hidden_size", "8.5")]
    [InlineData("\"hidden_size\":8", "\"hidden_size\":9", "num_attention_heads", "divide")]
    [InlineData("\"num_hidden_layers\":2", "\"num_hidden_layers\":0", "num_hidden_layers", "from 1")]
    [InlineData("\"num_hidden_layers\":2", "\"num_hidden_layers\":1e30", "num_hidden_layers", "4096")]
    [InlineData("\"num_attention_heads\":2,\"num_key_value_heads\":1", "\"num_attention_heads\":4,\"num_key_value_heads\":3", "num_key_value_heads", "divide")]
    [InlineData("\"num_key_value_heads\":1", "\"num_key_value_heads\":1,\"head_dim\":3", "head_dim", "even")]
    [InlineData("\"rms_norm_eps\":1e-5", "\"rms_norm_eps\":-1", "rms_norm_eps", "-1")]
    [InlineData("\"hidden_act\":\"silu\"", "\"hidden_act\":\"quick_gelu\"", "hidden_act", "quick_gelu")]
    [InlineData("\"tie_word_embeddings\":true", "\"tie_word_embeddings\":1", "tie_word_embeddings", "true or false")]
    [InlineData("\"hidden_act\":\"silu\"", "\"layer_types\":[\"full_attention\"]", "layer_types", "2 layers")]
    [InlineData("\"hidden_act\":\"silu\"", "\"layer_types\":[\"full_attention\",\"mamba\"]", "layer_types", "mamba")]
    [InlineData("\"hidden_act\":\"silu\"", "\"layer_types\":[\"full_attention\",\"sliding_attention\"]", "layer_types", "sliding_window")]
    public void Read_WrongField_IsNamed(string original, string replacement, params string[] named)
    {
        Assert.Contains(original, TinyModel.LlamaConfig, StringComparison.Ordinal);
        var config = TinyModel.LlamaConfig.Replace(original, replacement, StringComparison.Ordinal);
        var message = Assert.Throws<InputException>(() => Read(config)).Message;
        Assert.All(["config.json", .. named], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    private static Architecture Read(string config) =>
        TransformerLoader.Read(ModelConfig.Parse(System.Text.Encoding.UTF8.GetBytes(config), "config.json"));

    private static IReadOnlyList<int> Windows(string type, string fields) =>
        ((LlamaArchitecture)Read(TinyModel.LlamaConfig.Replace("\"llama\"", $"\"{type}\"{fields}", StringComparison.Ordinal))).SlidingWindows;

    private static void Same(Trace expected, Trace actual) =>
        Assert.All(expected.Tensors.Zip(actual.Tensors), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
}
