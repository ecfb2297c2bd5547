namespace SteerScope.Saes.Training;

/// <summary>What an SAE makes of text that it was not trained on, by the weights as they are written.</summary>
/// <param name="Tokens">Tokens that were looked at.</param>
/// <param name="ExplainedVariance">1 - sum |x - x̂|² / sum |x - mean x|².</param>
/// <param name="L0">Mean number of active features.</param>
/// <param name="NeverActive">Share of the features that no token made active.</param>
public sealed record HeldOutScore(long Tokens, double ExplainedVariance, double L0, double NeverActive);
