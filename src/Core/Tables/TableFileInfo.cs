namespace SteerScope.Tables;

/// <summary>A file that a table was written to.</summary>
/// <param name="Path">Relative to the folder of all tables, with forward slashes: <c>features/behaviour=x/layer=3/part-0.parquet</c>.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Digest of its bytes, in lower-case hexadecimal.</param>
public sealed record TableFileInfo(string Path, long Rows, long Bytes, string Sha256);
