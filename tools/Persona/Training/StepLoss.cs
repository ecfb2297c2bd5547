namespace SteerScope.Persona.Training;

/// <summary>Losses of a batch, in nats.</summary>
/// <param name="Mean">Weighted mean over tokens.</param>
/// <param name="ToldLetter">Mean over answers' letters that the text before them tells: ln 2 = 0.693 is guessing. NaN where there is none.</param>
internal readonly record struct StepLoss(double Mean, double ToldLetter);
