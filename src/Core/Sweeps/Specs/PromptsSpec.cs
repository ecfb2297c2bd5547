using SteerScope.Prompts;

namespace SteerScope.Sweeps.Specs;

/// <summary>How behaviours become prompts, and which train and test.</summary>
public sealed record PromptsSpec
{
    /// <summary>Name or text of the template.</summary>
    public string Template { get; init; } = PromptTemplates.Default;

    /// <summary>What control tokens that the template writes become.</summary>
    public TemplateTokens TemplateTokens { get; init; } = TemplateTokens.Auto;

    /// <summary>Whether white space around question and answer is taken away; null as the template has it.</summary>
    public bool? Strip { get; init; }

    /// <summary>Whether BOS stands in front.</summary>
    public BosPolicy Bos { get; init; } = BosPolicy.Auto;

    /// <summary>Where activations are read.</summary>
    public ReadPosition Read { get; init; } = ReadPosition.Letter;

    /// <summary>Which answers are used.</summary>
    public LetterRule Letters { get; init; } = LetterRule.Any;

    /// <summary>Longest text; null for the model's own limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Training pairs.</summary>
    public int? Train { get; init; }

    /// <summary>Test pairs.</summary>
    public int? Test { get; init; }

    /// <summary>The order in which rows are dealt out.</summary>
    public SplitOrder Order { get; init; } = SplitOrder.File;

    /// <summary>Seed of the shuffles.</summary>
    public long Seed { get; init; }

    /// <summary>Part of the rows that training pairs come from.</summary>
    public PercentRange? TrainRange { get; init; }

    /// <summary>Part of the rows that test pairs come from.</summary>
    public PercentRange? TestRange { get; init; }

    /// <summary>Whether letters are balanced among the training pairs.</summary>
    public bool BalanceLetters { get; init; }

    /// <summary>Pairs per work item.</summary>
    public int ShardSize { get; init; } = 20;

    /// <summary>The template with the options of the spec.</summary>
    public PromptTemplate ResolveTemplate() => PromptTemplates.Get(Template).With(
        TemplateTokens == TemplateTokens.Auto ? null : TemplateTokens == TemplateTokens.Token, Strip);

    /// <summary>The options for tokenising pairs.</summary>
    /// <param name="modelMaxTokens">Positions that the model has; null where it sets no limit.</param>
    /// <param name="vocabularySize">The model's number of ids.</param>
    public PairTokenizerOptions TokenizerOptions(int? modelMaxTokens, int? vocabularySize) => new()
    {
        Template = ResolveTemplate(),
        Bos = Bos,
        Read = Read,
        Letters = Letters,
        MaxTokens = MaxTokens is { } own && modelMaxTokens is { } limit ? Math.Min(own, limit) : MaxTokens ?? modelMaxTokens,
        VocabularySize = vocabularySize,
    };

    /// <summary>The options for dealing out pairs.</summary>
    public SplitOptions SplitOptions() => new()
    {
        Train = Train,
        Test = Test,
        Order = Order,
        Seed = Seed,
        TrainRange = TrainRange,
        TestRange = TestRange,
        BalanceLetters = BalanceLetters,
    };
}
