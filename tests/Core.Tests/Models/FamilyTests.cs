using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>Options and forms of files of the architectures beyond Llama and GPT-2, which the fixtures leave at their defaults.</summary>
public sealed class FamilyTests
{
    private static readonly int[] Ids = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];

    [Theory]
    [InlineData("gemma3_text")]
    [InlineData("gemma3")]
    [InlineData("phi3_longrope")]
    [InlineData("gpt_neox_parallel")]
    public void Load_ConfigInTheNewerForm_IsTheSame(string name) =>
        Same(TinyModel.Shipped(name).Trace(Ids), TinyModel.Shipped(name, "config.newer.json").Trace(Ids));

    [Theory]
    [InlineData("model.language_model.")]
    [InlineData("model.")]
    [InlineData("")]
    public void Load_Gemma3UnderOtherNames_IsTheSame(string prefix) =>
        Same(TinyModel.Shipped("gemma3").Trace(Ids), Renamed("gemma3", "language_model.model.", prefix).Trace(Ids));

    [Theory]
    [InlineData("language_model.model.", "language_model.lm_head.weight")]
    [InlineData("model.language_model.", "lm_head.weight")]
    public void Load_UntiedGemma3_FindsItsHead(string prefix, string head)
    {
        var model = Renamed("gemma3", "language_model.model.", prefix);
        var tied = model.Trace(Ids)["logits"].Values;
        model.Config = model.Config.Replace("\"model_type\": \"gemma3\"", "\"model_type\": \"gemma3\", \"tie_word_embeddings\": false", StringComparison.Ordinal);
        Assert.Contains($"{head} is missing", Assert.Throws<InputException>(() => model.Trace(Ids)).Message, StringComparison.Ordinal);

        var (values, shape) = model.Tensors[$"{prefix}embed_tokens.weight"];
        model.Tensors[head] = ([.. values.Select(value => 2 * value)], shape);
        Near.All([.. tied.Select(value => 2 * value)], model.Trace(Ids)["logits"].Values, 1e-4f, "logits");
    }

    [Theory]
    [InlineData("gpt_neox_parallel", "gpt_neox.", "embed_out.weight")]
    [InlineData("qwen3", "model.", "lm_head.weight")]
    [InlineData("phi3", "model.", "lm_head.weight")]
    public void Load_BaseModel_HasNoPrefixAndLacksItsHead(string name, string prefix, string head)
    {
        var model = Renamed(name, prefix, "");
        Same(TinyModel.Shipped(name).Trace(Ids), model.Trace(Ids));

        model.Tensors.Remove(head);
        var message = Assert.Throws<InputException>(() => model.Trace(Ids)).Message;
        Assert.Contains("1 of the tensors", message, StringComparison.Ordinal);
        Assert.Contains($"{head} is missing", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TiedGptNeoX_NeedsNoHead()
    {
        var model = TinyModel.Shipped("gpt_neox_parallel");
        model.Tensors["embed_out.weight"] = model.Tensors["gpt_neox.embed_in.weight"];
        var expected = model.Trace(Ids);
        model.Tensors.Remove("embed_out.weight");
        model.Config = model.Config.Replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true", StringComparison.Ordinal);
        Same(expected, model.Trace(Ids));
    }

    [Fact]
    public void Load_GptNeoXWithoutAttentionBias_ReadsNone()
    {
        var model = TinyModel.Shipped("gpt_neox_parallel");
        foreach (var name in model.Tensors.Keys.Where(name => name.Contains("attention", StringComparison.Ordinal) && name.EndsWith(".bias", StringComparison.Ordinal) && !name.Contains("norm", StringComparison.Ordinal)))
        {
            Array.Clear(model.Tensors[name].Values);
        }

        var expected = model.Trace(Ids);
        model.Config = model.Config.Replace("\"model_type\"", "\"attention_bias\": false, \"model_type\"", StringComparison.Ordinal);
        foreach (var name in model.Tensors.Keys.Where(name => name.EndsWith("dense.bias", StringComparison.Ordinal) || name.EndsWith("query_key_value.bias", StringComparison.Ordinal)).ToList())
        {
            model.Tensors.Remove(name);
        }

        Same(expected, model.Trace(Ids));
    }

    [Theory]
    [InlineData("gpt_neox_sequential", "gpt_neox.layers.0.attention.bias", "gpt_neox.layers.0.attention.masked_bias", "gpt_neox.layers.0.attention.rotary_emb.inv_freq")]
    [InlineData("qwen3", "model.layers.0.self_attn.rotary_emb.inv_freq", "model.rotary_emb.inv_freq")]
    [InlineData("phi3", "model.layers.0.self_attn.rotary_emb.inv_freq")]
    public void Load_LegacyBuffers_AreIgnored(string name, params string[] buffers)
    {
        var model = TinyModel.Shipped(name);
        var expected = model.Trace(Ids);
        Array.ForEach(buffers, buffer => model.Fill(buffer, 4));
        Same(expected, model.Trace(Ids));
    }

    [Fact]
    public void Load_FusedTensorMisshapen_IsListedOnce()
    {
        var model = TinyModel.Shipped("phi3");
        model.Fill("model.layers.1.self_attn.qkv_proj.weight", 32, 32).Tensors.Remove("model.layers.2.mlp.gate_up_proj.weight");
        var message = Assert.Throws<InputException>(() => model.Trace(Ids)).Message;
        Assert.Contains("2 of the tensors", message, StringComparison.Ordinal);
        Assert.Contains("model.layers.1.self_attn.qkv_proj.weight has shape [32, 32], but [96, 32] is expected", message, StringComparison.Ordinal);
        Assert.Contains("model.layers.2.mlp.gate_up_proj.weight is missing; shape [96, 32] is expected", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Qwen3WithAttentionBias_NeedsAllFour()
    {
        var model = TinyModel.Shipped("qwen3");
        var expected = model.Trace(Ids);
        model.Config = model.Config.Replace("\"attention_bias\": false", "\"attention_bias\": true", StringComparison.Ordinal);
        Assert.Contains("12 of the tensors", Assert.Throws<InputException>(() => model.Trace(Ids)).Message, StringComparison.Ordinal);
        for (var layer = 0; layer < 3; layer++)
        {
            foreach (var (map, width) in new[] { ("q", 64), ("k", 32), ("v", 32), ("o", 32) })
            {
                model.Tensors[$"model.layers.{layer}.self_attn.{map}_proj.bias"] = (new float[width], [width]);
            }
        }

        Same(expected, model.Trace(Ids));
    }

    [Fact]
    public void Read_Qwen3Window_IsUsedOnlyIfAskedFor()
    {
        Assert.Equal([0, 0, 0], Windows("\"sliding_window\": 5"));
        Assert.Equal([0, 0, 5], Windows("\"sliding_window\": 5, \"use_sliding_window\": true, \"max_window_layers\": 2"));
        Assert.Equal([0, 5, 0], Windows("\"sliding_window\": 5, \"use_sliding_window\": true, \"layer_types\": [\"full_attention\", \"sliding_attention\", \"full_attention\"]"));
        Assert.Contains("sliding_window", Refused("qwen3", "\"model_type\"", "\"layer_types\": [\"full_attention\", \"sliding_attention\", \"full_attention\"], \"model_type\""), StringComparison.Ordinal);

        static IReadOnlyList<int> Windows(string fields) => ((LlamaArchitecture)Read("qwen3", config => config
            .Replace("\"sliding_window\": null,", "", StringComparison.Ordinal)
            .Replace("\"use_sliding_window\": false,", "", StringComparison.Ordinal)
            .Replace("\"max_window_layers\": 3,", "", StringComparison.Ordinal)
            .Replace("\"model_type\"", $"{fields}, \"model_type\"", StringComparison.Ordinal))).SlidingWindows;
    }

    [Theory]
    [InlineData("", "", Compute.Activation.GeluTanh)]
    [InlineData("\"gelu\"", "null", Compute.Activation.GeluTanh)]
    [InlineData("\"gelu\"", "\"gelu_pytorch_tanh\"", Compute.Activation.GeluTanh)]
    [InlineData("\"gelu_pytorch_tanh\"", "", Compute.Activation.GeluTanh)]
    [InlineData("\"gelu\"", "\"gelu\"", Compute.Activation.Gelu)]
    [InlineData("\"gelu\"", "\"silu\"", Compute.Activation.Silu)]
    public void Read_GemmaActivation_IsWhatItWasTrainedWith(string act, string activation, Compute.Activation expected) =>
        Assert.Equal(expected, ((LlamaArchitecture)ReadGemma(act, activation)).Activation);

    [Fact]
    public void Read_GemmaActivationThatVersionsDisagreeOn_IsRefused() =>
        Assert.Contains("hidden_activation", Assert.Throws<InputException>(() => ReadGemma("\"silu\"", "null")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_Gemma3WithFinalSoftCap_CapsTheLogits()
    {
        var model = TinyModel.Shipped("gemma3_text");
        var plain = model.Trace(Ids)["logits"].Values;
        model.Config = model.Config.Replace("\"final_logit_softcapping\": null", "\"final_logit_softcapping\": 2.0", StringComparison.Ordinal);
        Near.All([.. plain.Select(logit => 2 * MathF.Tanh(logit / 2))], model.Trace(Ids)["logits"].Values, 1e-5f, "logits");
    }

    [Theory]
    [InlineData("gemma3_text", "\"attn_logit_softcapping\": null", "\"attn_logit_softcapping\": 50.0", "attn_logit_softcapping")]
    [InlineData("gemma3_text", "\"sliding_window\": 8", "\"sliding_window\": null", "sliding_window is missing")]
    [InlineData("gemma3_text", "\"rope_scaling\": null", "\"rope_parameters\": {\"rope_type\": \"default\"}", "must hold full_attention and sliding_attention")]
    [InlineData("gemma3_text", "\"head_dim\": 12", "\"head_dim\": 11", "head_dim")]
    [InlineData("gemma3", "\"text_config\"", "\"text\"", "text_config is missing")]
    [InlineData("gemma3", "\"model_type\": \"gemma3_text\"", "\"model_type\": \"qwen3\"", "text_config.model_type")]
    [InlineData("gemma3", "\"sliding_window\": 8", "\"sliding_window\": 8, \"use_bidirectional_attention\": true", "text_config.use_bidirectional_attention")]
    [InlineData("gemma3", "\"sliding_window\": 8", "\"sliding_window\": 8, \"hidden_size\": 0", "text_config.hidden_size")]
    [InlineData("phi3", "\"attention_bias\": false", "\"attention_bias\": true", "attention_bias")]
    [InlineData("phi3", "\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"su\"}", "rope_scaling.short_factor")]
    [InlineData("phi3_longrope", "\"partial_rotary_factor\": 0.75", "\"partial_rotary_factor\": 0.7", "partial_rotary_factor")]
    [InlineData("phi3_longrope", "\"partial_rotary_factor\": 0.75", "\"partial_rotary_factor\": 0.5", "rope_scaling.short_factor must be a list of 4 numbers")]
    [InlineData("gpt_neox_sequential", "\"rotary_pct\": 1.0", "\"rotary_pct\": 0.01", "rotary_pct")]
    [InlineData("gpt_neox_sequential", "\"rotary_pct\": 1.0", "\"rotary_pct\": 1.5", "rotary_pct")]
    [InlineData("gpt_neox_sequential", "\"num_attention_heads\": 2", "\"num_attention_heads\": 2, \"head_dim\": 8", "num_attention_heads")]
    [InlineData("gpt_neox_sequential", "\"num_attention_heads\": 2", "\"num_attention_heads\": 2, \"num_key_value_heads\": 1", "num_attention_heads")]
    [InlineData("gpt_neox_sequential", "\"hidden_act\": \"gelu\"", "\"hidden_act\": \"quick_gelu\"", "quick_gelu")]
    [InlineData("qwen3", "\"rope_scaling\": null", "\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"default\"}}", "rope_parameters is kept by layer type")]
    [InlineData("qwen3", "\"num_key_value_heads\": 2,", "", "num_key_value_heads")]
    public void Read_WrongField_IsNamed(string name, string original, string replacement, string named) =>
        Assert.Contains(named, Refused(name, original, replacement), StringComparison.Ordinal);

    [Theory]
    [InlineData("phi3_longrope", 24, "longrope")]
    [InlineData("llama_rope_dynamic", 64, "dynamic")]
    public void Run_BeyondTheLengthThatFrequenciesHoldFor_SaysWhy(string name, int limit, string scaling)
    {
        var model = TinyModel.Shipped(name);
        model.Trace([.. Enumerable.Repeat(1, limit)]);
        var message = Assert.Throws<InputException>(() => model.Trace([.. Enumerable.Repeat(1, limit + 1)])).Message;
        Assert.Contains($"A sequence of {limit + 1} tokens is too long", message, StringComparison.Ordinal);
        Assert.Contains($"limit is {limit}: beyond it, {scaling} scaling", message, StringComparison.Ordinal);
    }

    private static Architecture ReadGemma(string act, string activation) => Read("gemma", config => config
        .Replace("\"hidden_act\": \"gelu\",", act.Length == 0 ? "" : $"\"hidden_act\": {act},", StringComparison.Ordinal)
        .Replace("\"hidden_activation\": null,", activation.Length == 0 ? "" : $"\"hidden_activation\": {activation},", StringComparison.Ordinal));

    private static string Refused(string name, string original, string replacement) => Assert.Throws<InputException>(() => Read(name, config =>
    {
        Assert.Contains(original, config, StringComparison.Ordinal);
        return config.Replace(original, replacement, StringComparison.Ordinal);
    })).Message;

    private static Architecture Read(string name, Func<string, string> change) => TransformerLoader.Read(ModelConfig.Parse(
        System.Text.Encoding.UTF8.GetBytes(change(File.ReadAllText(Path.Combine(SharedData.Fixtures, "models", name, "config.json")))), "config.json"));

    private static TinyModel Renamed(string name, string prefix, string replacement)
    {
        var model = TinyModel.Shipped(name);
        foreach (var tensor in model.Tensors.Keys.Where(tensor => tensor.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            model.Tensors.Remove(tensor, out var value);
            model.Tensors[replacement + tensor[prefix.Length..]] = value;
        }

        return model;
    }

    private static void Same(Trace expected, Trace actual) =>
        Assert.All(expected.Tensors.Zip(actual.Tensors), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
}
