namespace SteerScope.Saes.Training;

/// <summary>What can be trained; the name on the command line is the snake_case form.</summary>
public enum SaeKind
{
    /// <summary>A threshold per feature, learned (Rajamanoharan et al. 2024, arXiv 2407.14435).</summary>
    Jumprelu,

    /// <summary>The k largest pre-activations of a token (Gao et al. 2024, arXiv 2406.04093).</summary>
    Topk,
}
