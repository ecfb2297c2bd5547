using System.Text.Json.Nodes;

namespace SteerScope.Saes.Training;

/// <summary>What is written beside the weights of an SAE, and told at the end.</summary>
public static class TrainingRecord
{
    /// <summary>The record.</summary>
    /// <param name="sae">The SAE.</param>
    /// <param name="settings">See <see cref="TrainingIdentity"/>.</param>
    /// <param name="version">This program's.</param>
    public static JsonObject Of(TrainedSae sae, JsonObject settings, string version)
    {
        ArgumentNullException.ThrowIfNull(sae);
        ArgumentNullException.ThrowIfNull(settings);
        return new JsonObject
        {
            ["steerscope"] = version,
            ["layer"] = sae.Layer,
            ["hook"] = HookOf(sae.Layer),
            ["scores"] = new JsonObject
            {
                ["held_out_tokens"] = sae.Score.Tokens,
                ["explained_variance"] = sae.Score.ExplainedVariance,
                ["l0"] = sae.Score.L0,
                ["never_active"] = sae.Score.NeverActive,
                ["dead"] = sae.Dead,
            },
            ["sparsity"] = sae.Sparsity,
            ["input_scale"] = sae.Scale,
            ["settings"] = settings.DeepClone(),
        };
    }

    /// <summary>The hook by TransformerLens' name.</summary>
    public static string HookOf(int layer) => $"blocks.{layer}.hook_resid_post";
}
