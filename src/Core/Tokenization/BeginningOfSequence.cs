using SteerScope.Tokenization.Json;

namespace SteerScope.Tokenization;

/// <summary>The token that marks the start of a text, and whether texts get it.</summary>
internal readonly record struct BeginningOfSequence(int? Id, bool IsAdded)
{
    /// <summary>
    /// Reads it from the post-processor; <c>add_bos_token</c> and <c>bos_token</c> of tokenizer_config.json go before, and
    /// special_tokens_map.json stands in where that names none. What a post-processor puts behind a text does not concern it.
    /// Where no file names the token and <c>&lt;|endoftext|&gt;</c> is the only special one, it is that, never added unasked:
    /// GPT-2's files leave it to the class (transformers, GPT2TokenizerFast).
    /// </summary>
    /// <exception cref="InputException">A field is wrong, names a token that does not exist, or asks for more than one token in front.</exception>
    public static BeginningOfSequence Read(JsonField? postProcessor, JsonField? config, JsonField? specialTokens, Vocabulary vocabulary)
    {
        var prefix = new List<int>();
        if (postProcessor is { } processor)
        {
            PostProcessorReader.AddPrefix(processor, vocabulary, prefix);
            if (prefix.Count > 1)
            {
                throw new InputException($"{processor.File}: {processor.Path} puts {prefix.Count} tokens in front of a text; at most one is supported.");
            }
        }

        int? fromTemplate = prefix.Count == 1 ? prefix[0] : null;
        var named = (config?.Optional("bos_token") ?? specialTokens?.Optional("bos_token")) is { } token ? NamedId(token, vocabulary) : OnlySpecial(vocabulary);
        if (config?.Optional("add_bos_token") is not { } adds)
        {
            return new BeginningOfSequence(fromTemplate ?? named, fromTemplate is not null);
        }

        var id = named ?? fromTemplate;
        return !adds.Flag() || id is not null
            ? new BeginningOfSequence(id, adds.Flag())
            : throw new InputException($"{adds.File}: {adds.Path} is true, but neither bos_token there nor a post_processor in tokenizer.json names the token.");
    }

    private static int? OnlySpecial(Vocabulary vocabulary) =>
        vocabulary.Added.Where(token => token.Special).Take(2).ToArray() is [{ Content: "<|endoftext|>", Id: var id }] ? id : null;

    private static int? NamedId(JsonField token, Vocabulary vocabulary)
    {
        var content = token.IsObject ? token.Required("content") : token;
        return vocabulary.IdOf(content.Text())
            ?? throw new InputException($"{content.File}: {content.Path} names '{content.Text()}', which tokenizer.json does not have.");
    }
}
