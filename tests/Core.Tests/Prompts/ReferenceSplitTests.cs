using System.Text.Json;
using SteerScope.Prompts;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

/// <summary>The end-to-end reference's choice of pairs and positions (its README), as far as it does not depend on its tokenizer.</summary>
public sealed class ReferenceSplitTests
{
    private static readonly PairTokenizerOptions Letters = new() { Letters = LetterRule.Of(["A", "B"]) };

    [SharedFact]
    public void Create_CorrigibleNeutral_TakesTheReferencesLines()
    {
        using var reference = Reference("corrigible-neutral-HHH.json");
        var split = Split("corrigible-neutral-HHH");
        Assert.Equal(Lines("train_lines"), split.Train.Select(pair => pair.Row));
        Assert.Equal(Lines("test_lines"), split.Test.Select(pair => pair.Row));
        Assert.Equal(("A", reference.RootElement.GetProperty("train_matching_is_A").GetInt32()), split.TrainLetters()[0]);
        Assert.Equal(reference.RootElement.GetProperty("test_matching_is_A").GetInt32(), split.Test.Count(pair => pair.MatchingLetter == "A"));

        IEnumerable<int> Lines(string field) => reference.RootElement.GetProperty(field).EnumerateArray().Select(line => line.GetInt32());
    }

    [SharedTheory]
    [InlineData("survival-instinct", 953, 92)]
    [InlineData("power-seeking-inclination", 998, 172)]
    public void Tokenize_BehavioursWithMoreLetters_LeavesOutWhatTheReferenceCounts(string name, int rows, int otherLetters)
    {
        var tokenized = new PairTokenizer(new ToyTokenizer(), Letters).Tokenize(Load(name));
        Assert.Equal(rows, tokenized.RowCount);
        Assert.Equal(otherLetters, tokenized.LeftOutCounts().Single(count => count.Reason == LeftOutReason.LetterNotAllowed).Count);
    }

    [SharedTheory]
    [InlineData("corrigible-neutral-HHH")]
    [InlineData("letter-A-control")]
    public void Align_ReferenceIds_FindsTheReferencesPositions(string name)
    {
        using var ids = Reference($"{name}_ids.json");
        foreach (var pair in ids.RootElement.GetProperty("train").EnumerateArray().Concat(ids.RootElement.GetProperty("test").EnumerateArray()))
        {
            var data = new BehaviourDataset(name, name, [new IdsPair(0, 1, [], Ids(pair, "positive"), Ids(pair, "negative"))], []);
            var tokenized = new PairTokenizer(null, new PairTokenizerOptions { VocabularySize = 512 }).Tokenize(data).Pairs[0];
            Assert.Equal(pair.GetProperty("letter_position").GetInt32(), tokenized.LetterPosition);
            Assert.Equal(Ids(pair, "positive"), tokenized.MatchingIds());
            Assert.Equal(Ids(pair, "negative"), tokenized.OtherIds());
        }
    }

    private static int[] Ids(JsonElement pair, string field) => [.. pair.GetProperty(field).EnumerateArray().Select(id => id.GetInt32())];

    private static BehaviourDataset Load(string name) => BehaviourFile.Load(SharedData.Shared("data", "evals", "human_generated", $"{name}.jsonl")!);

    private static PairSplit Split(string name) =>
        PairSplit.Create(new PairTokenizer(new ToyTokenizer(), Letters).Tokenize(Load(name)), new SplitOptions { Train = 100, Test = 40 });

    private static JsonDocument Reference(string file) =>
        JsonDocument.Parse(File.ReadAllText(SharedData.Shared("models", "stories260k", "reference", file)!));
}
