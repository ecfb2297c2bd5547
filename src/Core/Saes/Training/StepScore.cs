namespace SteerScope.Saes.Training;

/// <summary>A step's batch, before the step changed the weights.</summary>
/// <param name="Loss">Mean loss of a token, divided by d.</param>
/// <param name="SquaredError">Mean of |x - x̂|².</param>
/// <param name="Variance">Mean of |x - mean x|².</param>
/// <param name="L0">Mean number of active features.</param>
/// <param name="Sparsity">lambda.</param>
internal readonly record struct StepScore(double Loss, double SquaredError, double Variance, double L0, double Sparsity);
