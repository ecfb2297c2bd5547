namespace SteerScope.Prompts;

/// <summary>How pairs become token ids.</summary>
public sealed record PairTokenizerOptions
{
    /// <summary>The text around question and answer; not applied to pairs given as ids.</summary>
    public PromptTemplate Template { get; init; } = PromptTemplates.Get(PromptTemplates.Default);

    /// <summary>Whether BOS stands in front; not applied to pairs given as ids.</summary>
    public BosPolicy Bos { get; init; } = BosPolicy.Auto;

    /// <summary>Where activations are read.</summary>
    public ReadPosition Read { get; init; } = ReadPosition.Letter;

    /// <summary>Which answers are used.</summary>
    public LetterRule Letters { get; init; } = LetterRule.Any;

    /// <summary>Pairs with a longer text (BOS included) are left out; null for no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The model's number of ids, which ids given directly must stay below; the tokenizer's when null.</summary>
    public int? VocabularySize { get; init; }
}
