using SteerScope.Prompts;

namespace SteerScope.Sweeps.Preparation;

/// <summary>A behaviour with its pairs tokenised and dealt out; their ids lie in a temporary file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FileDigest">Digest of its file.</param>
/// <param name="Tokenized">All usable pairs, and those left out by reason.</param>
/// <param name="Split">Training and test pairs.</param>
/// <param name="Letters">How the letters of the training pairs are spread; null where answers are no letters.</param>
public sealed record PreparedBehaviour(
    string Name, string FileDigest, TokenizedBehaviour Tokenized, PairSplit Split, Steering.LetterBalance Letters);
