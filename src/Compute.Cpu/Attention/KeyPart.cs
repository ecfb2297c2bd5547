namespace SteerScope.Compute.Cpu.Attention;

/// <summary>Consecutive keys that some consecutive rows of a tile may see.</summary>
/// <param name="Source">Where the keys lie: the batch or the cache.</param>
/// <param name="FirstRow">Row of the first key there.</param>
/// <param name="Position">Position of the first key in the sequence.</param>
/// <param name="Length">Number of keys.</param>
/// <param name="RowBegin">First row of the tile that sees them.</param>
/// <param name="RowEnd">Behind the last row of the tile that sees them.</param>
internal readonly record struct KeyPart(KeyValuePanels Source, int FirstRow, int Position, int Length, int RowBegin, int RowEnd);
