namespace SteerScope.Persona.Training;

/// <summary>Dialogues as token ids, padded to one length.</summary>
/// <param name="Rows">Number of dialogues, B.</param>
/// <param name="Length">Tokens of each, T.</param>
/// <param name="Inputs">[B, T].</param>
/// <param name="Targets">[B, T]: the token after each input.</param>
/// <param name="Weights">[B, T]: of each target's loss; 0 where there is none.</param>
/// <param name="Told">[B, T]: whether the target is an answer's letter that the text before it tells.</param>
internal sealed record TokenBatch(int Rows, int Length, long[] Inputs, long[] Targets, float[] Weights, bool[] Told);
