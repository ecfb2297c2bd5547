using SteerScope.Tokenization;

namespace SteerScope.Prompts;

/// <summary>
/// Ordinary text as chunks of token ids: the documents' ids, one after the other, as one stream; its first
/// <see cref="CorpusOptions.Tokens"/> ids cut every <see cref="CorpusOptions.Chunk"/>; BOS in front of each chunk. Read as it
/// is asked for: no more than one document is in memory.
/// </summary>
public sealed class TextCorpus
{
    private readonly IReadOnlyList<string> paths;
    private readonly ITokenizer? tokenizer;
    private readonly CorpusOptions options;

    /// <summary>Prepares the reading; nothing is read yet.</summary>
    /// <param name="paths">The files, in the order in which they are read.</param>
    /// <param name="tokenizer">Needed for text and for BOS; may be null where ids are given directly.</param>
    /// <param name="options">The choices.</param>
    /// <exception cref="InputException">A file is missing, or BOS is asked for that the tokenizer lacks.</exception>
    public TextCorpus(IReadOnlyList<string> paths, ITokenizer? tokenizer, CorpusOptions options)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Tokens, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Chunk, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.SkipPositions ?? 0, nameof(options));
        if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            throw new InputException($"{missing}: there is no such file; a corpus is .txt or .jsonl files.");
        }

        if (options.Bos == BosPolicy.Always && tokenizer?.BosId is null)
        {
            throw new InputException($"{tokenizer?.Source ?? "the model's folder"}: has no beginning-of-sequence token, but corpus.bos is always; it should be auto or never.");
        }

        this.paths = paths;
        this.tokenizer = tokenizer;
        this.options = options;
    }

    /// <summary>The chunks in order; only the last may be shorter. Reading again gives the same.</summary>
    /// <exception cref="InputException">A file is not as it should be, or there is not a single token.</exception>
    public IEnumerable<TextChunk> Chunks()
    {
        var bos = options.Bos == BosPolicy.Always || (options.Bos == BosPolicy.Auto && tokenizer is { AddsBos: true }) ? tokenizer?.BosId : null;
        var index = 0;
        foreach (var part in Ids().Chunk(options.Chunk))
        {
            int[] ids = bos is { } id ? [id, .. part] : part;
            var skipped = options.SkipPositions ?? (bos is null ? 0 : 1);
            yield return new TextChunk(index++, ids, Math.Min(skipped, ids.Length));
        }

        if (index == 0)
        {
            throw new InputException($"{string.Join(", ", paths)}: no text in it; a corpus should hold at least one token.");
        }
    }

    /// <summary>The first ids of the stream, without BOS: fewer than asked for where the files end before.</summary>
    public IEnumerable<int> Ids()
    {
        var left = options.Tokens;
        foreach (var path in paths)
        {
            foreach (var document in CorpusDocuments.Read(path, options.Document))
            {
                foreach (var id in Encode(path, document))
                {
                    yield return id;
                    if (--left == 0)
                    {
                        yield break;
                    }
                }
            }
        }
    }

    private IReadOnlyList<int> Encode(string path, CorpusDocument document)
    {
        if (document.Text is { } text)
        {
            return tokenizer?.Encode(text, options.SpecialTokens)
                ?? throw new InputException($"{path}, line {document.Line}: is text, but the model has no tokenizer; the corpus should be .jsonl with ids.");
        }

        var limit = options.VocabularySize ?? tokenizer?.VocabularySize ?? int.MaxValue;
        return document.Ids!.FirstOrDefault(id => id >= limit, -1) is >= 0 and var wrong
            ? throw new InputException($"{path}, line {document.Line}: ids holds {wrong}; ids should be below {limit}, the size of the vocabulary.")
            : document.Ids!;
    }
}
