namespace SteerScope.Decomposition;

/// <summary>
/// What an SAE's answer for one feature of a steering vector is worth, judged by what the feature does on the prompts that
/// the vector was made from. Every feature has exactly one role; the conditions are tried in the order bias, suppressed,
/// aligned, spurious, inactive. The name in tables is the snake_case form; <see cref="FeatureRoleRules"/> holds the numbers.
/// </summary>
public enum FeatureRole
{
    /// <summary>
    /// Active on the vector, and clearly more active on matching prompts than on the others, by at least
    /// <see cref="FeatureRoleRules.SpuriousShare"/> of the activation on the vector: the SAE's answer is meaningful.
    /// </summary>
    Aligned,

    /// <summary>
    /// Clearly less active on matching prompts than on the others: the vector turns the feature down, its coefficient should
    /// be negative, and an SAE can only report 0 (or, worse, something positive).
    /// </summary>
    Suppressed,

    /// <summary>
    /// Active on the vector, though neither class of prompts activates it or both do so alike: typically a feature whose
    /// decoder direction is opposed to one that the vector turns down.
    /// </summary>
    Spurious,

    /// <summary>
    /// Active on the vector and about as active on the zero vector: the encoder's bias speaks, not the vector.
    /// </summary>
    Bias,

    /// <summary>Not active on the vector, and not turned down by it.</summary>
    Inactive,
}
