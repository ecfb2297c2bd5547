using System.Text.Json;
using SteerScope.Prompts;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>Prompts and text through the real tokenizer, against the ids of llama2.c's own encode().</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesTokenTests(StoriesSweep sweep)
{
    public static TheoryData<int> Behaviours => [.. Enumerable.Range(0, StoriesExpected.Behaviours.Count)];

    [SharedTheory]
    [MemberData(nameof(Behaviours))]
    public void Pairs_OfTheSplit_HaveTheReferenceIdsAndPositions(int behaviour)
    {
        var reference = new StoriesExpected(behaviour);
        var actual = sweep.Prepared.Behaviours[behaviour];
        Assert.Equal(reference.Name, actual.Name);
        Assert.Equal(reference.Json.GetProperty("pairs_in_file").GetInt32(), actual.Tokenized.RowCount);
        Check(reference.Ids.GetProperty("train"), actual.Split.Train);
        Check(reference.Ids.GetProperty("test"), actual.Split.Test);
        Assert.Equal(Lines(reference, "train_lines"), actual.Split.TrainLines.Select(line => line - 1));
        Assert.Equal(Lines(reference, "test_lines"), actual.Split.TestLines.Select(line => line - 1));
        Assert.Empty(actual.Split.PassedOver);
        Assert.Equal(
            reference.Json.GetProperty("max_sequence_length").GetInt32(),
            actual.Split.Train.Concat(actual.Split.Test).Max(pair => pair.Length));
    }

    [SharedTheory]
    [MemberData(nameof(Behaviours))]
    public void Pairs_LettersAndLeftOut_AreCountedAsInTheReference(int behaviour)
    {
        var reference = new StoriesExpected(behaviour);
        var actual = sweep.Prepared.Behaviours[behaviour];
        Assert.Equal(reference.Json.GetProperty("train_matching_is_A").GetInt32(), actual.Letters.Matching["A"]);
        Assert.Equal(reference.Json.GetProperty("test_matching_is_A").GetInt32(), actual.Split.Test.Count(pair => pair.MatchingLetter == "A"));
        var last = actual.Split.Test.Max(pair => pair.Row);
        var passedOver = actual.Tokenized.LeftOut.Where(row => row.Row < last).ToLookup(row => row.Reason, row => row.Row);
        Assert.Equal(Lines(reference, "dropped_too_long"), passedOver[LeftOutReason.TooLong]);
        Assert.Equal(Lines(reference, "dropped_letters_not_a_b"), passedOver[LeftOutReason.LetterNotAllowed]);
        var answers = reference.Json.GetProperty("answer_ids");
        Assert.All(actual.Split.Train, pair => Assert.Equal(
            answers.GetProperty(pair.MatchingLetter).EnumerateArray().Select(id => id.GetInt32()),
            pair.MatchingIds().Skip(pair.PredictingPosition - 1)));
    }

    [SharedFact]
    public void Corpus_Wikitext_HasTheReferenceIdsInChunks()
    {
        var chunks = sweep.Prepared.Corpus!.Chunks;
        Assert.Equal(StoriesExpected.Corpus["token_ids"].Select(id => (int)id), chunks.SelectMany(chunk => chunk.Ids.Skip(chunk.FirstCounted)));
        Assert.Equal([.. Enumerable.Repeat(257, 78), 33], chunks.Select(chunk => chunk.Ids.Count));
        Assert.All(chunks, chunk => Assert.Equal((1, 1), (chunk.Ids[0], chunk.FirstCounted)));
    }

    [SharedTheory]
    [InlineData(SpecialTokenText.AsText, "first_40_ids")]
    [InlineData(SpecialTokenText.AsTokens, "unk_variant_first_40_ids")]
    public void Ids_LiteralUnkInTheText_IsTextOrToken(SpecialTokenText specials, string expected)
    {
        var options = new CorpusOptions { Tokens = 40, SpecialTokens = specials };
        var tokenizer = TokenizerLoader.Load(SharedData.Shared("models", "stories260k")!);
        var ids = new TextCorpus([SharedData.Shared("data", "text", "wikitext-2-valid.txt")!], tokenizer, options).Ids();
        Assert.Equal(StoriesExpected.CorpusJson.GetProperty(expected).EnumerateArray().Select(id => id.GetInt32()), ids);
    }

    private static IEnumerable<int> Lines(StoriesExpected reference, string name) =>
        reference.Json.GetProperty(name).EnumerateArray().Select(line => line.GetInt32());

    private static void Check(JsonElement expected, TokenizedPairs actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Count);
        foreach (var (pair, ids) in actual.Zip(expected.EnumerateArray()))
        {
            Assert.Equal(ids.GetProperty("line").GetInt32(), pair.Row);
            Assert.Equal(ids.GetProperty("positive").EnumerateArray().Select(id => id.GetInt32()), pair.MatchingIds());
            Assert.Equal(ids.GetProperty("negative").EnumerateArray().Select(id => id.GetInt32()), pair.OtherIds());
            Assert.Equal(ids.GetProperty("letter_position").GetInt32(), pair.LetterPosition);
            Assert.Equal(pair.LetterPosition, pair.MatchingReadPosition);
            Assert.Equal(pair.LetterPosition, pair.OtherReadPosition);
        }
    }
}
