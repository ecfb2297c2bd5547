namespace SteerScope.Saes;

/// <summary>How an SAE turns pre-activations into feature activations; the name in tables is the snake_case form.</summary>
public enum SaeArchitecture
{
    /// <summary>f = relu(pre).</summary>
    Standard,

    /// <summary>f = relu(pre) where pre is strictly above the feature's threshold, else 0 (Rajamanoharan et al. 2024, Gemma Scope).</summary>
    JumpRelu,

    /// <summary>The k largest pre-activations of a row, as far as they are positive (Gao et al. 2024).</summary>
    TopK,

    /// <summary>The features stand in k groups of equal size; the largest of each group stays, as far as it is positive (sparsify).</summary>
    GroupMax,

    /// <summary>f = relu(x W_enc * exp(r_mag) + b_mag) where x W_enc + b_gate is positive, else 0.</summary>
    Gated,
}
