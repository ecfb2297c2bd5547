using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;
using SteerScope.Prompts;

namespace SteerScope.Fuzz.Targets;

/// <summary>A behaviour in each of its forms: read, tokenised and split.</summary>
internal sealed class BehaviourTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "behaviour";

    // A row of six bytes is two prompts of a dozen tokens, encoded for each of two reading positions.
    /// <inheritdoc/>
    public MemoryBound Memory => new(2 << 20, 2500);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } = BehaviourSeeds.All;

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } =
        [new ByteMutator(), new JsonMutator(), new JsonLineMutator(), new JsonLineMutator(), new LineMutator([",", "\"", "\"\"", "\r", "\n", ";", "\xEF\xBB\xBF", "\0", "{", "}", "[", "]", "(A)", "A"])];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        var path = Path.Combine(folder, seed.FileName);
        foreach (var read in new[] { ReadPosition.Letter, ReadPosition.LastAnswerToken })
        {
            var tokenized = new PairTokenizer(TextReading.Tokenizer, new PairTokenizerOptions { Read = read }).Tokenize(path);
            var split = PairSplit.Create(tokenized, new SplitOptions { Train = 1, Test = 1, Order = SplitOrder.Python, Seed = 3 });
            if (tokenized.Pairs.Count + tokenized.LeftOut.Count != tokenized.RowCount || split.Train.Count != 1 || split.Test.Count != 1)
            {
                throw new ImplausibleException($"Of {tokenized.RowCount} rows {tokenized.Pairs.Count} are used and {tokenized.LeftOut.Count} left out.");
            }
        }
    }
}
