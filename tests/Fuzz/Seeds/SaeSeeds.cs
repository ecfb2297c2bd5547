using System.Text;
using SteerScope.Files;

namespace SteerScope.Fuzz.Seeds;

/// <summary>SAEs of 4 inputs and 6 features in the forms that are folders.</summary>
internal static class SaeSeeds
{
    private const int Width = 4;
    private const int Features = 6;

    private static readonly (string Name, string Config, string File, byte[] Weights)[] Forms =
    [
        ("standard", """{"d_in": 4, "d_sae": 6, "architecture": "standard", "dtype": "float32", "apply_b_dec_to_input": true, "normalize_activations": "layer_norm", "reshape_activations": "none", "metadata": {"hook_name": "blocks.2.hook_resid_post", "sae_lens_version": "6.18.0"}}""", "sae_weights.safetensors", SaeLens("b_enc")),
        ("jumprelu", """{"d_in": 4, "d_sae": 6, "architecture": "jumprelu", "apply_b_dec_to_input": false, "normalize_activations": "constant_norm_rescale", "metadata": {}}""", "sae_weights.safetensors", SaeLens("b_enc", "threshold")),
        ("gated", """{"d_in": 4, "d_sae": 6, "architecture": "gated", "normalize_activations": "none"}""", "sae_weights.safetensors", SaeLens("b_gate", "b_mag", "r_mag")),
        ("topk", """{"d_in": 4, "d_sae": 6, "architecture": "topk", "k": 2, "rescale_acts_by_decoder_norm": true, "normalize_activations": "none"}""", "sae_weights.safetensors", SaeLens("b_enc")),
        ("old", """{"d_in": 4, "d_sae": 6, "hook_name": "blocks.2.hook_resid_post", "activation_fn_str": "topk", "activation_fn_kwargs": {"k": 2}, "finetuning_scaling_factor": true, "normalize_activations": true}""", "sae_weights.safetensors", SaeLens("b_enc")),
        ("sparsify", """{"d_in": 4, "num_latents": 6, "expansion_factor": 32, "k": 3, "activation": "topk", "normalize_decoder": true, "multi_topk": false, "skip_connection": false, "transcode": false}""", "sae.safetensors", Sparsify()),
    ];

    /// <summary>Each form twice: its configuration to be changed, and its weights.</summary>
    public static IReadOnlyList<FuzzSeed> All { get; } =
    [
        .. Forms.Select(form => new FuzzSeed(form.Name + "-cfg", "cfg.json", Encoding.UTF8.GetBytes(form.Config), new Dictionary<string, byte[]> { [form.File] = form.Weights })),
        .. Forms.Select(form => new FuzzSeed(form.Name + "-weights", form.File, form.Weights, new Dictionary<string, byte[]> { ["cfg.json"] = Encoding.UTF8.GetBytes(form.Config) })),
    ];

    private static byte[] SaeLens(params string[] perFeature)
    {
        var writer = new SafetensorsWriter().Add("W_enc", Values(24), Width, Features).Add("W_dec", Values(24), Features, Width).Add("b_dec", Values(Width));
        foreach (var name in perFeature)
        {
            writer.Add(name, Values(Features));
        }

        return TensorSeeds.Bytes(writer);
    }

    private static byte[] Sparsify() => TensorSeeds.Bytes(new SafetensorsWriter()
        .Add("encoder.weight", Values(24), Features, Width)
        .Add("encoder.bias", Values(Features))
        .Add("W_dec", Values(24), Features, Width)
        .Add("b_dec", Values(Width)));

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Cos(i))];
}
