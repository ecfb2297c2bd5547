namespace SteerScope.Saes.Training;

/// <summary>Where a training is, and the mean over the steps since it was last told.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">All steps.</param>
/// <param name="TokensPerSecond">Tokens that this run trained on, by the time that passed, passes of the model included.</param>
/// <param name="Layers">Per layer.</param>
public sealed record TrainingProgress(int Step, int Steps, double TokensPerSecond, IReadOnlyList<LayerProgress> Layers);

/// <summary>One layer's SAE, on the text that it is trained on.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Loss">Loss of a token, divided by d.</param>
/// <param name="ExplainedVariance">1 - sum |x - x̂|² / sum |x - mean x|², each batch with its own mean.</param>
/// <param name="L0">Active features of a token.</param>
/// <param name="Dead">Share of the features that were not active in the last <see cref="TrainingSettings.DeadTokens"/> tokens.</param>
/// <param name="Sparsity">lambda of the last step.</param>
public sealed record LayerProgress(int Layer, double Loss, double ExplainedVariance, double L0, double Dead, double Sparsity);
