namespace SteerScope.Saes.Training;

/// <summary>Whose form trained SAEs are written in.</summary>
public enum SaeForm
{
    /// <summary>params.npz, as in Gemma Scope.</summary>
    GemmaScope,

    /// <summary>cfg.json and sae_weights.safetensors, as in SAELens.</summary>
    Saelens,
}
