namespace SteerScope.Saes.Training;

/// <summary>What came out for a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Tensors">The weights.</param>
/// <param name="Score">On held-out text.</param>
/// <param name="Dead">Share of the features that were not active in the last <see cref="TrainingSettings.DeadTokens"/> tokens of the training.</param>
/// <param name="Sparsity">lambda in the end.</param>
/// <param name="Scale">What activations were multiplied by in training.</param>
public sealed record TrainedSae(int Layer, SaeTensors Tensors, HeldOutScore Score, double Dead, double Sparsity, double Scale);
