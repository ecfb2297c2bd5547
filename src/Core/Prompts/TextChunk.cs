namespace SteerScope.Prompts;

/// <summary>A piece of a corpus that is run through the model as one sequence.</summary>
/// <param name="Index">Its place in the corpus, from 0.</param>
/// <param name="Ids">All ids, BOS included where there is one.</param>
/// <param name="FirstCounted">The first position that statistics count; those before it only give context.</param>
public sealed record TextChunk(int Index, IReadOnlyList<int> Ids, int FirstCounted)
{
    /// <summary>Positions that statistics count.</summary>
    public int Counted => Ids.Count - FirstCounted;
}
