namespace SteerScope.Saes.Training;

/// <summary>What a batch was reconstructed to, before the step that it led to.</summary>
/// <param name="Rows">Tokens.</param>
/// <param name="Loss">Mean loss of a token.</param>
/// <param name="SquaredError">Mean of |x - x̂|².</param>
/// <param name="L0">Mean number of active features.</param>
public readonly record struct BatchScore(int Rows, double Loss, double SquaredError, double L0);
