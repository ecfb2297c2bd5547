using SteerScope.Tokenization;

namespace SteerScope.Prompts;

/// <summary>How ordinary text becomes chunks of token ids.</summary>
public sealed record CorpusOptions
{
    /// <summary>What is tokenised as one text.</summary>
    public DocumentUnit Document { get; init; } = DocumentUnit.File;

    /// <summary>Ids to take from the beginning of the stream, BOS not counted.</summary>
    public long Tokens { get; init; } = 200_000;

    /// <summary>Ids per chunk, BOS not counted.</summary>
    public int Chunk { get; init; } = 256;

    /// <summary>Whether BOS stands in front of each chunk.</summary>
    public BosPolicy Bos { get; init; } = BosPolicy.Auto;

    /// <summary>Positions at the beginning of each chunk, BOS counted, that statistics leave out; null leaves out the BOS and nothing else.</summary>
    public int? SkipPositions { get; init; }

    /// <summary>What a special token that stands literally in the text becomes.</summary>
    public SpecialTokenText SpecialTokens { get; init; } = SpecialTokenText.AsText;

    /// <summary>The model's number of ids, which ids given directly must stay below; the tokenizer's when null.</summary>
    public int? VocabularySize { get; init; }
}
