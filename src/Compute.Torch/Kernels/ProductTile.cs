namespace SteerScope.Compute.Torch.Kernels;

/// <summary>A part of a product that one thread computes.</summary>
/// <param name="Row">First row.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="First">First column, or first matrix of a batch.</param>
/// <param name="Count">Number of columns, or of matrices.</param>
internal readonly record struct ProductTile(long Row, long Rows, long First, long Count);
