namespace SteerScope.Tokenization.Bpe;

/// <summary>How a BPE model treats what its vocabulary lacks, and words it knows whole.</summary>
/// <param name="UnknownId">The token for unknown characters; null when they are left out.</param>
/// <param name="FusesUnknown">Whether neighbouring unknown characters make one token.</param>
/// <param name="ByteIds">The tokens of the 256 bytes, -1 where there is none; null without byte fallback.</param>
/// <param name="IgnoresMerges">Whether a word that is a piece is taken whole, whatever the merges would give.</param>
internal sealed record BpeOptions(int? UnknownId, bool FusesUnknown, int[]? ByteIds, bool IgnoresMerges);
