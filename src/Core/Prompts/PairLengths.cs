namespace SteerScope.Prompts;

/// <summary>How many tokens the parts of a pair have: what a plan needs to know of it.</summary>
/// <param name="Trunk">Tokens of the common beginning.</param>
/// <param name="Matching">Tokens of the rest of the text with the matching answer.</param>
/// <param name="Other">Tokens of the rest of the other text.</param>
public readonly record struct PairLengths(int Trunk, int Matching, int Other);
