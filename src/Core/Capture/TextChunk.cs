namespace SteerScope.Capture;

/// <summary>A piece of ordinary text as the model reads it.</summary>
/// <param name="Ids">Token ids, BOS included where the spec puts one.</param>
/// <param name="CountedFrom">Positions before this one (BOS) are computed but not counted.</param>
/// <param name="Sampled">Positions whose activations are kept, ascending, all counted.</param>
public sealed record TextChunk(IReadOnlyList<int> Ids, int CountedFrom, IReadOnlyList<int> Sampled);
