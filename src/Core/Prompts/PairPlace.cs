namespace SteerScope.Prompts;

/// <summary>What stays in memory of a pair whose ids lie in a <see cref="PairScratch"/>.</summary>
/// <param name="Offset">Where it begins there.</param>
/// <param name="Row">Its place among the rows of the behaviour's file, from 0.</param>
/// <param name="Lengths">Tokens of its parts.</param>
internal readonly record struct PairPlace(long Offset, int Row, PairLengths Lengths);
