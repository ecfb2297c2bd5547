namespace SteerScope.Saes.Training;

/// <summary>Where a training is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Block">Number of the block of activations that the next batch comes from.</param>
/// <param name="Text">Where in the text that block begins.</param>
/// <param name="Batch">Batches of it that are done.</param>
internal readonly record struct TrainingPosition(int Step, int Block, long Text, int Batch);
