namespace SteerScope.Files;

/// <summary>A tensor that a pickle describes, known to lie inside its storage.</summary>
/// <param name="Storage">Where its elements are.</param>
/// <param name="First">Index of its first element there.</param>
/// <param name="Shape">Outermost dimension first.</param>
/// <param name="Strides">In elements, not negative.</param>
internal sealed record TorchTensorRef(TorchStorageRef Storage, long First, int[] Shape, long[] Strides);
