using SteerScope.Compute;
using SteerScope.Core.Tests.Files;
using SteerScope.Core.Tests.Models;
using SteerScope.Models;

namespace SteerScope.Core.Tests.Steering;

/// <summary>Small random models of four layers, one per way in which attention and logits differ.</summary>
internal static class SteeringModels
{
    public const int Vocabulary = 40;
    public const int Width = 16;
    public const int Layers = 4;

    /// <summary>Shorter than the prompts, so that it slides off the kept keys.</summary>
    private const int Window = 5;

    /// <summary>llama, mistral (sliding window), gpt2 (learned positions), gemma2 (window on even layers, soft caps).</summary>
    public static string[] Names => ["llama", "mistral", "gpt2", "gemma2"];

    public static Transformer<T> Load<T>(string name, ITensorOps<T> ops)
        where T : class, IDisposable
    {
        using var folder = new TestFolder();
        (name == "gpt2" ? Gpt2() : Llama(name)).Write(folder);
        using var checkpoint = Checkpoint.Open(folder.Path);
        return TransformerLoader.Load(ops, checkpoint);
    }

    private static TinyModel Llama(string type)
    {
        var gemma = type == "gemma2";
        var more = gemma
            ? $",\"sliding_window\":{Window},\"head_dim\":4,\"query_pre_attn_scalar\":8,\"attn_logit_softcapping\":3.0,\"final_logit_softcapping\":4.0,\"tie_word_embeddings\":true"
            : type == "mistral" ? $",\"sliding_window\":{Window},\"tie_word_embeddings\":false" : ",\"tie_word_embeddings\":false";
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
            string[] norms = gemma ? ["input", "post_attention", "pre_feedforward", "post_feedforward"] : ["input", "post_attention"];
            foreach (var norm in norms)
            {
                model.Fill($"{name}.{norm}_layernorm.weight", Width);
            }

            model.Fill($"{name}.self_attn.q_proj.weight", Width, Width)
                .Fill($"{name}.self_attn.k_proj.weight", Width / 2, Width)
                .Fill($"{name}.self_attn.v_proj.weight", Width / 2, Width)
                .Fill($"{name}.self_attn.o_proj.weight", Width, Width)
                .Fill($"{name}.mlp.gate_proj.weight", 24, Width)
                .Fill($"{name}.mlp.up_proj.weight", 24, Width)
                .Fill($"{name}.mlp.down_proj.weight", Width, 24);
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
        Map("ln_f", Width);
        for (var layer = 0; layer < Layers; layer++)
        {
            Map($"h.{layer}.ln_1", Width);
            Map($"h.{layer}.ln_2", Width);
            Map($"h.{layer}.attn.c_attn", Width, 3 * Width);
            Map($"h.{layer}.attn.c_proj", Width, Width);
            Map($"h.{layer}.mlp.c_fc", Width, 4 * Width);
            Map($"h.{layer}.mlp.c_proj", 4 * Width, Width);
        }

        return model;

        void Map(string name, params int[] shape) => model.Fill($"{name}.weight", shape).Fill($"{name}.bias", shape[^1]);
    }
}
