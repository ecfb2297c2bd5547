namespace SteerScope.Decomposition;

/// <summary>One step of a pursuit.</summary>
/// <param name="Feature">The feature chosen.</param>
/// <param name="Correlation">Signed inner product of the residual before the step with the feature's unit direction.</param>
/// <param name="ResidualNorm">Norm of what is left after the step.</param>
public readonly record struct PursuitStep(int Feature, double Correlation, double ResidualNorm);
