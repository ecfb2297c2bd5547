using SteerScope.Persona.Evaluation;

namespace SteerScope.Persona.Training;

/// <summary>A checkpoint's line in the log.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean loss since the checkpoint before.</param>
/// <param name="ToldLetterLoss">Mean of <see cref="StepLoss.ToldLetter"/> since then; null where there was no such letter.</param>
/// <param name="Seconds">Seconds of training since the checkpoint before, without the scoring.</param>
/// <param name="Score">On validation questions.</param>
internal sealed record LogLine(int Step, double Loss, double? ToldLetterLoss, double Seconds, Score Score);
