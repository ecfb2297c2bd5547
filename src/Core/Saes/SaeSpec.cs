namespace SteerScope.Saes;

/// <summary>
/// The conventions that an SAE's numbers are to be read by. Encoding normalises the input, subtracts b_dec if asked to,
/// multiplies by W_enc, adds b_enc and activates; decoding multiplies by W_dec, adds b_dec and undoes the normalisation.
/// </summary>
public sealed record SaeSpec
{
    /// <summary>Whose files: gemma_scope, saelens, sparsify, dictionary_learning.</summary>
    public required string Format { get; init; }

    /// <summary>From pre-activations to activations.</summary>
    public required SaeArchitecture Architecture { get; init; }

    /// <summary>d: width of the residual stream.</summary>
    public required int InputWidth { get; init; }

    /// <summary>F: number of features.</summary>
    public required int Features { get; init; }

    /// <summary>Whether b_dec is taken from the (normalised) input before encoding. Gemma Scope: no; SAELens' own: yes by default.</summary>
    public bool ApplyBDecToInput { get; init; }

    /// <summary>What is done to the input first.</summary>
    public SaeNormalisation Normalisation { get; init; }

    /// <summary>k of a TopK SAE, or the number of groups of a GroupMax one.</summary>
    public int K { get; init; }

    /// <summary>
    /// Activations are measured against decoder rows of norm 1, whatever norm the file's have: the encoder's output is
    /// multiplied by the norm of the feature's decoder row before it is activated, and the row divided by it.
    /// <see cref="SaeFile.Weights"/> have this folded in.
    /// </summary>
    public bool UnitDecoder { get; init; }

    /// <summary>Where in the model it was trained, as the file says it, e.g. <c>blocks.12.hook_resid_post</c>; null when it does not.</summary>
    public string? HookName { get; init; }

    /// <summary>What the SAE was trained as where that differs from what it is used as, e.g. <c>batchtopk</c>; else null.</summary>
    public string? TrainedAs { get; init; }

    /// <summary>A sentence that whoever uses the SAE should see; null when there is nothing to say.</summary>
    public string? Note { get; init; }
}
