using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;
using SteerScope.Tokenization;

namespace SteerScope.Fuzz.Targets;

/// <summary>A tokenizer.json, or the tokenizer_config.json beside it: loaded, and texts encoded and decoded.</summary>
internal sealed class TokenizerTarget : IFuzzTarget
{
    private static readonly string[] Texts =
    [
        "",
        "the (A) theatre\n 1 €\t😀 e\u0301 <s> <|endoftext|> don't",
        new('a', 300),
        new(' ', 100),
        string.Concat(Enumerable.Repeat("ab 12 \n", 40)),
    ];

    /// <inheritdoc/>
    public string Name => "tokenizer";

    // A step of a hundred bytes cuts the texts, of some 1,200 letters in all, into a piece for each letter, and each is encoded twice.
    /// <inheritdoc/>
    public MemoryBound Memory => new(8 << 20, 6_000);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } = TokenizerSeeds.All;

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new JsonMutator(), new JsonMutator(), new JsonMutator()];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        var tokenizer = TokenizerLoader.Load(folder);
        foreach (var text in Texts)
        {
            foreach (var specials in new[] { SpecialTokenText.AsText, SpecialTokenText.AsTokens })
            {
                var ids = tokenizer.Encode(text, specials);
                if (ids.Any(id => id < 0 || id >= tokenizer.VocabularySize))
                {
                    throw new ImplausibleException($"An id is not below {tokenizer.VocabularySize}.");
                }

                _ = tokenizer.Decode(ids);
                _ = tokenizer.Decode(ids, skipSpecial: true);
            }
        }

        foreach (var id in new[] { 0, tokenizer.VocabularySize / 2, tokenizer.VocabularySize - 1, tokenizer.BosId ?? 0 }.Where(id => id >= 0 && id < tokenizer.VocabularySize))
        {
            _ = tokenizer.Piece(id);
        }
    }
}
