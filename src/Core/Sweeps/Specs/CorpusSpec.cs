using SteerScope.Prompts;
using SteerScope.Tokenization;

namespace SteerScope.Sweeps.Specs;

/// <summary>Ordinary text for the distribution of activations.</summary>
public sealed record CorpusSpec
{
    /// <summary>Files or patterns, as written.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>What is tokenised as one text.</summary>
    public DocumentUnit Document { get; init; } = DocumentUnit.File;

    /// <summary>Ids to take.</summary>
    public long Tokens { get; init; } = 200_000;

    /// <summary>Ids per sequence.</summary>
    public int Chunk { get; init; } = 256;

    /// <summary>Whether BOS stands in front of each chunk.</summary>
    public BosPolicy Bos { get; init; } = BosPolicy.Auto;

    /// <summary>Positions that statistics leave out; null for the BOS.</summary>
    public int? SkipPositions { get; init; }

    /// <summary>What special tokens that stand literally in the text become.</summary>
    public SpecialTokenText SpecialTokens { get; init; } = SpecialTokenText.AsText;

    /// <summary>Ids per work item, rounded up to whole chunks.</summary>
    public int ShardTokens { get; init; } = 16_384;

    /// <summary>Activations kept per layer for the figures.</summary>
    public int Sample { get; init; } = 2048;

    /// <summary>Chunks per work item.</summary>
    public int ShardChunks => (int)(((long)ShardTokens + Chunk - 1) / Chunk);

    /// <summary>The options for reading the text.</summary>
    /// <param name="vocabularySize">The model's number of ids.</param>
    public CorpusOptions Options(int? vocabularySize) => new()
    {
        Document = Document,
        Tokens = Tokens,
        Chunk = Chunk,
        Bos = Bos,
        SkipPositions = SkipPositions,
        SpecialTokens = SpecialTokens,
        VocabularySize = vocabularySize,
    };
}
