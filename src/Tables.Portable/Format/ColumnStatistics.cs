namespace SteerScope.Tables.Portable.Format;

/// <summary>Statistics of a column chunk.</summary>
/// <param name="NullCount">Missing values.</param>
/// <param name="Min">Smallest value in PLAIN encoding, without a length; null where none can be given.</param>
/// <param name="Max">Largest value.</param>
internal sealed record ColumnStatistics(long NullCount, byte[]? Min, byte[]? Max);
