namespace SteerScope.Tokenization.Bpe;

/// <summary>What two neighbouring pieces merge to.</summary>
/// <param name="Rank">Place in the list of merges; the lowest goes first.</param>
/// <param name="Id">The id of the merged piece.</param>
internal readonly record struct MergeRule(int Rank, int Id);
