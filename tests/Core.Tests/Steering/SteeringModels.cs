using SteerScope.Compute;
using SteerScope.Core.Tests.Files;
using SteerScope.Core.Tests.Models;
using SteerScope.Models;

namespace SteerScope.Core.Tests.Steering;

/// <summary>Small random models of four layers, one per way in which attention, positions and logits differ.</summary>
internal static class SteeringModels
{
    public const int Vocabulary = 40;
    public const int Width = 16;
    public const int Layers = 4;

    /// <summary>Shorter than the prompts, so that it slides off the kept keys.</summary>
    private const int Window = 5;

    /// <summary>
    /// llama, mistral (sliding window), gpt2 (learned positions), gemma2 (window on even layers, soft caps), qwen3 (norms of
    /// heads), gemma (gains of 1 + w), gemma3_text (two kinds of layers, each with its frequencies), phi3 (fused maps, longrope,
    /// part of a head turns), gpt_neox (attention and MLP side by side, or one after the other), llama with YaRN.
    /// </summary>
    public static string[] Names =>
        ["llama", "mistral", "gpt2", "gemma2", "qwen3", "gemma", "gemma3_text", "phi3", "gpt_neox", "gpt_neox_sequential", "llama_yarn"];

    public static Transformer<T> Load<T>(string name, ITensorOps<T> ops)
        where T : class, IDisposable
    {
        using var folder = new TestFolder();
        Model(name).Write(folder);
        using var checkpoint = Checkpoint.Open(folder.Path);
        return TransformerLoader.Load(ops, checkpoint);
    }

    private static TinyModel Model(string name) => name switch
    {
        "llama" => Llama("llama"),
        "llama_yarn" => Llama(
            "llama", ",\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":4.0,\"original_max_position_embeddings\":16}"),
        "mistral" => Llama("mistral", $",\"sliding_window\":{Window}"),
        "qwen3" => Llama("qwen3", ",\"head_dim\":8", headDim: 8, headNorms: true),
        "phi3" => Llama(
            "phi3",
            $",\"head_dim\":8,\"sliding_window\":{Window},\"partial_rotary_factor\":0.5,\"original_max_position_embeddings\":32,\"rope_scaling\":{{\"type\":\"su\",\"short_factor\":[1.0,1.5],\"long_factor\":[2.0,3.0]}}",
            headDim: 8,
            fused: true),
        "gemma" => Llama("gemma", ",\"head_dim\":8,\"tie_word_embeddings\":true", headDim: 8),
        "gemma2" => Llama(
            "gemma2",
            $",\"head_dim\":4,\"sliding_window\":{Window},\"query_pre_attn_scalar\":8,\"attn_logit_softcapping\":3.0,\"final_logit_softcapping\":4.0,\"tie_word_embeddings\":true",
            norms: ["input", "post_attention", "pre_feedforward", "post_feedforward"]),
        "gemma3_text" => Llama(
            "gemma3_text",
            $",\"head_dim\":8,\"sliding_window\":{Window},\"sliding_window_pattern\":3,\"query_pre_attn_scalar\":8,\"rope_local_base_freq\":100,\"rope_scaling\":{{\"rope_type\":\"linear\",\"factor\":2.0}}",
            headDim: 8,
            headNorms: true,
            norms: ["input", "post_attention", "pre_feedforward", "post_feedforward"]),
        "gpt_neox" => GptNeoX(parallel: true),
        "gpt_neox_sequential" => GptNeoX(parallel: false),
        "gpt2" => Gpt2(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such model"),
    };

    private static TinyModel Llama(
        string type, string more = "", int headDim = 4, bool headNorms = false, bool fused = false, params string[] norms)
    {
        var gemma = type.StartsWith("gemma", StringComparison.Ordinal);
        var (q, kv) = (4 * headDim, 2 * headDim);
        var model = new TinyModel
        {
            Config = $$"""{"model_type":"{{type}}","hidden_size":{{Width}},"intermediate_size":24,"num_hidden_layers":{{Layers}},"num_attention_heads":4,"num_key_value_heads":2,"vocab_size":{{Vocabulary}},"max_position_embeddings":64,"rms_norm_eps":1e-5,"hidden_act":"{{(gemma ? "gelu_pytorch_tanh" : "silu")}}"{{more}}}""",
        };
        model.Fill("model.embed_tokens.weight", Vocabulary, Width).Fill("model.norm.weight", Width);
        if (!gemma)
        {
            model.Fill("lm_head.weight", Vocabulary, Width);
        }

        for (var layer = 0; layer < Layers; layer++)
        {
            var name = $"model.layers.{layer}";
            foreach (var norm in norms.Length == 0 ? ["input", "post_attention"] : norms)
            {
                model.Fill($"{name}.{norm}_layernorm.weight", Width);
            }

            if (headNorms)
            {
                model.Fill($"{name}.self_attn.q_norm.weight", headDim).Fill($"{name}.self_attn.k_norm.weight", headDim);
            }

            if (fused)
            {
                model.Fill($"{name}.self_attn.qkv_proj.weight", q + kv + kv, Width).Fill($"{name}.mlp.gate_up_proj.weight", 48, Width);
            }
            else
            {
                model.Fill($"{name}.self_attn.q_proj.weight", q, Width)
                    .Fill($"{name}.self_attn.k_proj.weight", kv, Width)
                    .Fill($"{name}.self_attn.v_proj.weight", kv, Width)
                    .Fill($"{name}.mlp.gate_proj.weight", 24, Width)
                    .Fill($"{name}.mlp.up_proj.weight", 24, Width);
            }

            model.Fill($"{name}.self_attn.o_proj.weight", Width, q).Fill($"{name}.mlp.down_proj.weight", Width, 24);
        }

        return model;
    }

    private static TinyModel GptNeoX(bool parallel)
    {
        var model = new TinyModel
        {
            Config = $$"""{"model_type":"gpt_neox","hidden_size":{{Width}},"intermediate_size":24,"num_hidden_layers":{{Layers}},"num_attention_heads":2,"vocab_size":{{Vocabulary}},"max_position_embeddings":64,"use_parallel_residual":{{(parallel ? "true" : "false")}}}""",
        };
        model.Fill("gpt_neox.embed_in.weight", Vocabulary, Width).Fill("embed_out.weight", Vocabulary, Width);
        model.FillMap("gpt_neox.final_layer_norm", Width);
        for (var layer = 0; layer < Layers; layer++)
        {
            var name = $"gpt_neox.layers.{layer}";
            model.FillMap($"{name}.input_layernorm", Width);
            model.FillMap($"{name}.post_attention_layernorm", Width);
            model.FillMap($"{name}.attention.query_key_value", 3 * Width, Width);
            model.FillMap($"{name}.attention.dense", Width, Width);
            model.FillMap($"{name}.mlp.dense_h_to_4h", 24, Width);
            model.FillMap($"{name}.mlp.dense_4h_to_h", Width, 24);
        }

        return model;
    }

    private static TinyModel Gpt2()
    {
        var model = new TinyModel
        {
            Config = $$"""{"model_type":"gpt2","n_embd":{{Width}},"n_layer":{{Layers}},"n_head":4,"n_positions":64,"vocab_size":{{Vocabulary}},"layer_norm_epsilon":1e-5,"activation_function":"gelu_new"}""",
        };
        model.Fill("wte.weight", Vocabulary, Width).Fill("wpe.weight", 64, Width);
        model.FillConv("ln_f", Width);
        for (var layer = 0; layer < Layers; layer++)
        {
            model.FillConv($"h.{layer}.ln_1", Width);
            model.FillConv($"h.{layer}.ln_2", Width);
            model.FillConv($"h.{layer}.attn.c_attn", Width, 3 * Width);
            model.FillConv($"h.{layer}.attn.c_proj", Width, Width);
            model.FillConv($"h.{layer}.mlp.c_fc", Width, 4 * Width);
            model.FillConv($"h.{layer}.mlp.c_proj", 4 * Width, Width);
        }

        return model;
    }
}
