using SteerScope.Tokenization;

namespace SteerScope.Prompts;

/// <summary>
/// Turns contrastive pairs into token ids and finds the letter. A pair that cannot be used is left out with its reason; a
/// behaviour of which no pair can be used is an error that shows what the tokenizer makes of the first.
/// </summary>
public sealed class PairTokenizer
{
    private readonly ITokenizer? tokenizer;
    private readonly PairTokenizerOptions options;
    private readonly PromptEncoder? encoder;
    private readonly PairScratch scratch = new();

    /// <summary>Prepares the template for a tokenizer.</summary>
    /// <param name="tokenizer">Needed for pairs given as text; may be null where all are given as ids.</param>
    /// <param name="options">The choices.</param>
    /// <exception cref="InputException">The tokenizer lacks a token that the choices need.</exception>
    public PairTokenizer(ITokenizer? tokenizer, PairTokenizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.tokenizer = tokenizer;
        this.options = options;
        encoder = tokenizer is null ? null : new PromptEncoder(tokenizer, options.Template, options.Bos);
    }

    /// <summary>Tokenises the pairs of a file, row by row: memory does not grow with their length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The behaviour's name; the file's name without its ending when null.</param>
    /// <exception cref="InputException">
    /// The file is not as <see cref="BehaviourFile"/> wants it, no pair can be used, an id is not in the vocabulary, or text has no tokenizer.
    /// </exception>
    public TokenizedBehaviour Tokenize(string path, string? name = null)
    {
        var behaviour = new TokenizedBehaviourBuilder(path, pair => Tokenize(path, pair), scratch);
        BehaviourFile.Read(path, behaviour.Add, behaviour.Leave);
        return behaviour.Build(name ?? Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>Tokenises all pairs of a behaviour.</summary>
    /// <exception cref="InputException">No pair can be used, an id is not in the vocabulary, or text has no tokenizer.</exception>
    public TokenizedBehaviour Tokenize(BehaviourDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var behaviour = new TokenizedBehaviourBuilder(dataset.Source, pair => Tokenize(dataset.Source, pair), scratch);
        var leftOut = new Queue<LeftOutPair>(dataset.LeftOut);
        foreach (var pair in dataset.Pairs)
        {
            while (leftOut.TryPeek(out var row) && row.Row < pair.Row)
            {
                behaviour.Leave(leftOut.Dequeue());
            }

            behaviour.Add(pair);
        }

        foreach (var row in leftOut)
        {
            behaviour.Leave(row);
        }

        return behaviour.Build(dataset.Name);
    }

    private PairOutcome Tokenize(string source, ContrastivePair pair) => pair switch
    {
        TextPair text => Tokenize(source, text),
        IdsPair ids => Tokenize(source, ids),
        _ => throw new ArgumentException($"{pair.GetType().Name} is not a known kind of pair.", nameof(pair)),
    };

    private PairOutcome Tokenize(string source, TextPair pair)
    {
        if (tokenizer is null || encoder is null)
        {
            throw new InputException($"{source}, line {pair.Line}: the pair is text, but the model has no tokenizer.json; one should be written (transformers: AutoTokenizer.from_pretrained(...).save_pretrained(...)), or the pair given as prompt_ids, matching_ids, not_matching_ids.");
        }

        var (matchingLetter, otherLetter) = (LetterRule.LetterOf(pair.Matching), LetterRule.LetterOf(pair.NotMatching));
        var areLetters = matchingLetter is not null && otherLetter is not null;
        if (options.Letters.LettersOnly && !areLetters)
        {
            return PairOutcome.Left(LeftOutReason.NotALetter, $"'{(matchingLetter is null ? pair.Matching : pair.NotMatching)}' is not a letter");
        }

        if (areLetters && matchingLetter == otherLetter)
        {
            return PairOutcome.Left(LeftOutReason.EqualAnswers, $"both answers are the letter {matchingLetter}");
        }

        if (areLetters && options.Letters.Allowed.Count > 0 && !new[] { matchingLetter, otherLetter }.All(letter => options.Letters.Allowed.Contains(letter)))
        {
            return PairOutcome.Left(LeftOutReason.LetterNotAllowed, $"the letters are {matchingLetter} and {otherLetter}");
        }

        if (encoder.Encode(pair.Question, pair.Matching) is not { } matching || encoder.Encode(pair.Question, pair.NotMatching) is not { } other)
        {
            return PairOutcome.Left(LeftOutReason.ControlTokenInText, "the text holds a control token that this tokenizer cannot spell out there");
        }

        return new PairAligner(tokenizer, options).Align(pair, matching, other, areLetters ? (matchingLetter!, otherLetter!) : null);
    }

    private PairOutcome Tokenize(string source, IdsPair pair)
    {
        var limit = options.VocabularySize ?? tokenizer?.VocabularySize ?? int.MaxValue;
        foreach (var (field, ids) in new[] { ("prompt_ids", pair.Prompt), ("matching_ids", pair.Matching), ("not_matching_ids", pair.NotMatching) })
        {
            if (ids.FirstOrDefault(id => id >= limit, -1) is >= 0 and var wrong)
            {
                throw new InputException($"{source}, line {pair.Line}: {field} holds the id {wrong}; ids should be below {limit}, the size of the vocabulary.");
            }
        }

        if (options.Letters.LettersOnly && tokenizer is null)
        {
            throw new InputException($"{source}: letters can be told from other tokens only with a tokenizer, and the model has none; prompts.letters should be any.");
        }

        int[] matching = [.. pair.Prompt, .. pair.Matching];
        int[] other = [.. pair.Prompt, .. pair.NotMatching];
        var outcome = new PairAligner(tokenizer, options).Align(pair, new EncodedPrompt(matching, matching.Length - 1), new EncodedPrompt(other, other.Length - 1), letters: null);
        return outcome.Pair is { } usable && options.Letters.LettersOnly ? CheckLetters(usable) : outcome;
    }

    /// <summary>For pairs given as ids the letters are known only once the differing tokens are.</summary>
    private PairOutcome CheckLetters(TokenizedPair pair)
    {
        foreach (var letter in new[] { pair.MatchingLetter, pair.OtherLetter })
        {
            if (LetterRule.LetterOf(letter) != letter)
            {
                return PairOutcome.Left(LeftOutReason.NotALetter, $"the token '{letter}' is not a letter");
            }

            if (options.Letters.Allowed.Count > 0 && !options.Letters.Allowed.Contains(letter))
            {
                return PairOutcome.Left(LeftOutReason.LetterNotAllowed, $"the letters are {pair.MatchingLetter} and {pair.OtherLetter}");
            }
        }

        return pair.MatchingTail.Skip(1).SequenceEqual(pair.OtherTail.Skip(1))
            ? PairOutcome.Usable(pair)
            : PairOutcome.Left(LeftOutReason.DiffersBeyondLetter, $"the texts also differ after the letters {pair.MatchingLetter} and {pair.OtherLetter}");
    }
}
