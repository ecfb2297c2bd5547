using System.Text.Json.Nodes;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>Writes an SAE as SAELens 6 saves one for use, and as <see cref="SaeLensReader"/> reads it.</summary>
public static class SaeLensWriter
{
    /// <summary>Writes cfg.json and sae_weights.safetensors into a folder that is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sae">A JumpReLU or TopK SAE.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="hook">Where in the model it was trained, e.g. <c>blocks.3.hook_resid_post</c>.</param>
    /// <param name="bos">Whether texts began with BOS.</param>
    /// <exception cref="ArgumentException">Its architecture is another one.</exception>
    public static void Write(string folder, SaeTensors sae, string model, string hook, bool bos)
    {
        ArgumentNullException.ThrowIfNull(sae);
        var isTopK = sae.Architecture == SaeArchitecture.TopK;
        if (!isTopK && sae.Architecture != SaeArchitecture.JumpRelu)
        {
            throw new ArgumentException($"Written are JumpReLU and TopK SAEs, and this one is {SnakeCase.Of(sae.Architecture)}.", nameof(sae));
        }

        var config = new JsonObject
        {
            ["architecture"] = isTopK ? "topk" : "jumprelu",
            ["d_in"] = sae.Width,
            ["d_sae"] = sae.Features,
            ["dtype"] = "float32",
            ["device"] = "cpu",
            ["apply_b_dec_to_input"] = isTopK,
            ["normalize_activations"] = "none",
            ["reshape_activations"] = "none",
            ["metadata"] = new JsonObject { ["model_name"] = model, ["hook_name"] = hook, ["prepend_bos"] = bos },
        };
        var weights = new SafetensorsWriter { SortByName = true }
            .Add("W_enc", sae.WEnc, sae.Width, sae.Features)
            .Add("b_enc", sae.BEnc)
            .Add("W_dec", sae.WDec, sae.Features, sae.Width)
            .Add("b_dec", sae.BDec);
        if (isTopK)
        {
            config["k"] = sae.K;
            config["rescale_acts_by_decoder_norm"] = false;
        }
        else
        {
            weights.Add("threshold", sae.Threshold);
        }

        File.WriteAllText(Path.Combine(folder, SaeConfig.FileName), config.ToJsonString());
        weights.Write(Path.Combine(folder, SaeLensReader.FileName));
    }
}
