namespace SteerScope.Prompts;

/// <summary>A row that is not used.</summary>
/// <param name="Row">Its place among the rows of the file, from 0.</param>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What was found, for the reader; empty where only the first row of each reason says it.</param>
public readonly record struct LeftOutPair(int Row, int Line, LeftOutReason Reason, string Detail);
