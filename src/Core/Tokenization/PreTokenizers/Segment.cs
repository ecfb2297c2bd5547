namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>A stretch of a text that is a delimiter or lies between delimiters.</summary>
internal readonly record struct Segment(int Start, int End, bool IsDelimiter);
