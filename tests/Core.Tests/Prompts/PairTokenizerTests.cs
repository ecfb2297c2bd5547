using System.Text.Json;
using SteerScope.Prompts;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class PairTokenizerTests
{
    private static readonly string[] Pieces = ["Q", "▁is", "Answer", "(", ")"];

    [Theory]
    [InlineData(" (A)", " (B)", 4)]
    [InlineData("(A)", "(B)", 3)]
    [InlineData("A", "B", 2)]
    [InlineData(" A.", " B.", 3)]
    public void Tokenize_LetterAnswer_FindsTheLetter(string matching, string other, int position)
    {
        var pair = Assert.Single(Tokenize(new ToyTokenizer(Pieces), Pair("Q", matching, other), template: "none").Pairs);
        Assert.Equal((position, position - 1), (pair.LetterPosition, pair.PredictingPosition));
        Assert.Equal(("A", "B"), (pair.MatchingLetter, pair.OtherLetter));
        Assert.Equal((1000 + 'A', 1000 + 'B'), (pair.MatchingLetterId, pair.OtherLetterId));
        Assert.Equal((position, position), (pair.MatchingReadPosition, pair.OtherReadPosition));
        Assert.Equal(pair.MatchingIds().Length, pair.Length);
    }

    [Fact]
    public void Tokenize_LetterWithItsSpace_IsOneLetterToken()
    {
        var pair = Assert.Single(Tokenize(new ToyTokenizer(["▁A", "▁B"]), Pair("Q", " A", " B"), template: "none").Pairs);
        Assert.Equal(("A", "B", 2), (pair.MatchingLetter, pair.OtherLetter, pair.LetterPosition));
    }

    [Fact]
    public void Tokenize_Ids_AreTrunkThenTails()
    {
        var toy = new ToyTokenizer(Pieces, dummySpace: true);
        var pair = Assert.Single(Tokenize(toy, Pair("Q is", " (A)", " (B)")).Pairs);
        Assert.Equal([0, .. toy.Encode("Q is\n\nAnswer: (A)")], pair.MatchingIds());
        Assert.Equal([0, .. toy.Encode("Q is\n\nAnswer: (B)")], pair.OtherIds());
        Assert.Equal([toy.Id("A"), toy.Id(")")], pair.MatchingTail);
    }

    [Fact]
    public void Tokenize_MergedLetterInEveryPair_ShowsThePieces()
    {
        var toy = new ToyTokenizer(["▁(A", "▁(B", "Answer"]);
        var error = Assert.Throws<InputException>(() => Tokenize(toy, Pair("Q", " (A)", " (B)")));
        Assert.Contains("none of its 1 rows can be used (letter_not_one_token: 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 1 the tokenizer's pieces are ... '\\n' 'Answer' ':' '▁(A' ')' and ... '\\n' 'Answer' ':' '▁(B' ')'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_BracketMergedWithOneLetterOnly_IsLeftOut()
    {
        var tokenized = Tokenize(new ToyTokenizer(["A)"]), Data(("Q", " (A)", " (B)"), ("Q", " (C)", " (D)")));
        var left = Assert.Single(tokenized.LeftOut);
        Assert.Equal((1, LeftOutReason.LetterNotOneToken), (left.Line, left.Reason));
        Assert.EndsWith("at 'A)' and 'B', not at the letters A and B: ... ':' '▁' '(' 'A)' and ... ':' '▁' '(' 'B' ')'", left.Detail, StringComparison.Ordinal);
        Assert.Equal("C", Assert.Single(tokenized.Pairs).MatchingLetter);
    }

    [Theory]
    [InlineData("(A", "(B", " (A)", "'▁' '(A' ')'")]
    [InlineData("▁(A", "▁(B", " (A)", "'▁(A' ')'")]
    [InlineData("(A)", "(B)", " (A)", "'▁' '(A)'")]
    [InlineData("A.", "B.", " A.", "'▁' 'A.'")]
    [InlineData("Answer:(A", "Answer:(B", "(A)", "'Answer:(A' ')'")]
    public void Tokenize_LetterInsideALongerPiece_IsNamedWithItsPiecesAndLine(string one, string two, string answer, string pieces)
    {
        // Only the pairs of this tokenizer's longer pieces are hit: every pair is looked at, not the first alone.
        var tokenized = Tokenize(new ToyTokenizer([one, two]), Data(("Q", "C", "D"), ("Q", answer, answer.Replace('A', 'B')), ("Q", "E", "F")));
        var left = Assert.Single(tokenized.LeftOut);
        Assert.Equal((2, LeftOutReason.LetterNotOneToken), (left.Line, left.Reason));
        Assert.Contains(pieces, left.Detail, StringComparison.Ordinal);
        Assert.Equal(["C", "E"], tokenized.Pairs.Select(pair => pair.MatchingLetter));
    }

    [Theory]
    [InlineData("▁A", "▁B", " A")]
    [InlineData("\nA", "\nB", "\nA")]
    [InlineData("A", "B", "(A)")]
    public void Tokenize_LetterWithWhiteSpaceOnly_IsUsed(string one, string two, string answer)
    {
        var pair = Assert.Single(Tokenize(new ToyTokenizer([one, two]), Pair("Q", answer, answer.Replace('A', 'B'))).Pairs);
        Assert.Equal(("A", "B"), (pair.MatchingLetter, pair.OtherLetter));
    }

    [Fact]
    public void Tokenize_DifferenceAfterTheLetter_IsLeftOut()
    {
        var tokenized = Tokenize(new ToyTokenizer(), Data(("Q", "A.", "B"), ("Q", "A", "B")));
        Assert.Equal((1, LeftOutReason.DiffersBeyondLetter), Assert.Single(tokenized.LeftOut.Select(row => (row.Line, row.Reason))));
    }

    [Fact]
    public void Tokenize_FreeText_ReadsTheFirstDifferingToken()
    {
        var toy = new ToyTokenizer(["▁yes", "▁no", "▁please"]);
        var tokenized = Tokenize(toy, Data(("Q", " yes", " no"), ("Q", " yes please", " yes"), ("Q", " yes", " no please")), template: "none", read: ReadPosition.LastAnswerToken);
        Assert.Equal(("yes", "no"), (tokenized.Pairs[0].MatchingLetter, tokenized.Pairs[0].OtherLetter));
        Assert.Equal((2, LeftOutReason.NoDifferingToken), Assert.Single(tokenized.LeftOut.Select(row => (row.Line, row.Reason))));
        Assert.Equal((2, 3), (tokenized.Pairs[1].MatchingReadPosition, tokenized.Pairs[1].OtherReadPosition));
    }

    [Fact]
    public void Tokenize_LastAnswerTokenWithSuffix_StopsAtTheAnswer()
    {
        var toy = new ToyTokenizer(["yes", "no", "o!"]);
        var tokenized = Tokenize(toy, Data(("Q", "yes", "so")), template: "{question}{answer}! End", read: ReadPosition.LastAnswerToken);
        var pair = Assert.Single(tokenized.Pairs);
        Assert.Equal("yes", toy.Piece(pair.MatchingIds()[pair.MatchingReadPosition]));
        Assert.Equal("o!", toy.Piece(pair.OtherIds()[pair.OtherReadPosition]));
    }

    [Fact]
    public void Tokenize_AnswerEndsBeforeTheDifference_IsLeftOut()
    {
        var error = Assert.Throws<InputException>(() => Tokenize(new ToyTokenizer(["yes", "▁sir"]), Data(("Q", "yes", "yes sir")), template: "{question}{answer}\nOK"));
        Assert.Contains("no_differing_token: 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_LetterRules_LeaveOutByReason()
    {
        var data = Data(("Q", " (A)", " (B)"), ("Q", " (C)", " (A)"), ("Q", " yes", " no"), ("Q", "(A)", "A"));
        Assert.Equal([LeftOutReason.EqualAnswers], Reasons(LetterRule.Any));
        Assert.Equal([LeftOutReason.NotALetter, LeftOutReason.EqualAnswers], Reasons(LetterRule.Only));
        Assert.Equal([LeftOutReason.LetterNotAllowed, LeftOutReason.NotALetter, LeftOutReason.EqualAnswers], Reasons(LetterRule.Of(["A", "B"])));

        IEnumerable<LeftOutReason> Reasons(LetterRule rule) =>
            new PairTokenizer(new ToyTokenizer(), new PairTokenizerOptions { Letters = rule }).Tokenize(data).LeftOut.Select(row => row.Reason);
    }

    [Fact]
    public void Tokenize_LongPair_IsLeftOutAtTheLimitAndNotBelow()
    {
        var data = Data(("Q", "A", "B"), ("Q long", "A", "B"));
        Assert.Equal("8 tokens; the limit is 7", Assert.Single(Limited(7).LeftOut).Detail);
        Assert.Equal(2, Limited(8).Pairs.Count);

        TokenizedBehaviour Limited(int limit) =>
            new PairTokenizer(new ToyTokenizer(), new PairTokenizerOptions { MaxTokens = limit, Template = PromptTemplates.Get("none") }).Tokenize(data);
    }

    [Theory]
    [InlineData(BosPolicy.Auto, true, 1)]
    [InlineData(BosPolicy.Auto, false, 0)]
    [InlineData(BosPolicy.Always, false, 1)]
    [InlineData(BosPolicy.Never, true, 0)]
    public void Tokenize_BosPolicy_PutsBosOnceOrNot(BosPolicy bos, bool addsBos, int expected)
    {
        var pair = Tokenize(new ToyTokenizer(addsBos: addsBos), Pair("<s>", "A", "B"), template: "none", bos: bos).Pairs[0];
        Assert.Equal(expected, pair.MatchingIds().Count(id => id == 0));
        Assert.Equal(expected == 1, pair.Trunk[0] == 0);
    }

    [Fact]
    public void Tokenize_TemplateThatWritesBos_KeepsOne()
    {
        var options = new PairTokenizerOptions { Template = PromptTemplate.Parse("<s>{question}{answer}").With(usesSpecialTokens: true), Bos = BosPolicy.Always };
        var pair = new PairTokenizer(new ToyTokenizer(), options).Tokenize(Pair("Q", "A", "B")).Pairs[0];
        Assert.Equal([0, 1000 + 'Q'], pair.Trunk);
        Assert.Throws<InputException>(() => new PairTokenizer(new ToyTokenizer(), options with { Bos = BosPolicy.Never }).Tokenize(Pair("Q", "A", "B")));
    }

    [Fact]
    public void Constructor_BosThatIsNotThere_SaysSo() =>
        Assert.Contains("has no beginning-of-sequence token", Assert.Throws<InputException>(() => Tokenize(new ToyTokenizer(bos: null), Pair("Q", "A", "B"), bos: BosPolicy.Always)).Message, StringComparison.Ordinal);

    [Fact]
    public void Tokenize_NothingInFront_IsLeftOut()
    {
        var error = Assert.Throws<InputException>(() => Tokenize(new ToyTokenizer(bos: null), Pair("", "A", "B"), template: "none"));
        Assert.Contains("no_common_prefix: 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_TextWithoutTokenizer_SaysWhatToGive() =>
        Assert.Contains("prompt_ids", Assert.Throws<InputException>(() => new PairTokenizer(null, new PairTokenizerOptions()).Tokenize(Pair("Q", "A", "B"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Tokenize_IdOutsideTheVocabulary_NamesFieldAndId()
    {
        var data = new BehaviourDataset("ids", "ids.jsonl", [new IdsPair(0, 3, [1, 2], [4, 320], [5])], []);
        var error = Assert.Throws<InputException>(() => new PairTokenizer(null, new PairTokenizerOptions { VocabularySize = 320 }).Tokenize(data));
        Assert.Contains("ids.jsonl, line 3: matching_ids holds the id 320", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_IdsWithLetterRule_ChecksTheDecodedLetter()
    {
        var data = new BehaviourDataset("ids", "ids.jsonl", [new IdsPair(0, 1, [0], [1000 + 'A'], [1000 + 'B']), new IdsPair(1, 2, [0], [1000 + '!'], [1000 + 'B'])], []);
        var tokenized = new PairTokenizer(new ToyTokenizer(), new PairTokenizerOptions { Letters = LetterRule.Of(["A", "B"]) }).Tokenize(data);
        Assert.Equal((2, LeftOutReason.NotALetter), Assert.Single(tokenized.LeftOut.Select(row => (row.Line, row.Reason))));
        Assert.Throws<InputException>(() => new PairTokenizer(null, new PairTokenizerOptions { Letters = LetterRule.Only }).Tokenize(data));
    }

    [Fact]
    public void Tokenize_File_GivesWhatItGivesInMemory()
    {
        using var folder = new TempFolder();
        var path = folder.Write("mixed.jsonl", string.Join('\n',
            Row("Q", " ", "B"),
            Row("Q", "A", "B"),
            Row("Q", "A", " A"),
            Row("Q", "A", "A"),
            "",
            Row("Q is", "(B)", "(A)"),
            Row("Q", "A", "")));
        var tokenizer = new PairTokenizer(new ToyTokenizer(Pieces), new PairTokenizerOptions());

        var (streamed, held) = (tokenizer.Tokenize(path), tokenizer.Tokenize(BehaviourFile.Load(path)));

        Assert.Equal(("mixed", path, 6), (streamed.Name, streamed.Source, streamed.RowCount));
        Assert.Equal([(1, 2), (4, 6)], streamed.Pairs.Select(pair => (pair.Row, pair.Line)));
        Assert.Equal([(0, LeftOutReason.EmptyAnswer), (2, LeftOutReason.EqualAnswers), (3, LeftOutReason.EqualAnswers), (5, LeftOutReason.EmptyAnswer)], streamed.LeftOut.Select(row => (row.Row, row.Reason)));
        Assert.Equal(held.LeftOut, streamed.LeftOut);
        Assert.Equal(held.Pairs.Select(TokenizedPairsTests.Describe), streamed.Pairs.Select(TokenizedPairsTests.Describe));
    }

    [Fact]
    public void Tokenize_ManyRowsLeftOut_TellsOfTheFirstOfEachReasonWhatWasFound()
    {
        var tokenized = Tokenize(new ToyTokenizer(), Data(("Q", "A", "(A)"), ("Q", "A.", "B"), ("Q", "B", "(B)"), ("Q", "A", "B"), ("Q", "B.", "A")));

        Assert.Equal([(LeftOutReason.EqualAnswers, 2), (LeftOutReason.DiffersBeyondLetter, 2)], tokenized.LeftOutCounts());
        Assert.Equal(["both answers are the letter A", "the texts also differ after the letters A and B", "", ""], tokenized.LeftOut.Select(row => row.Detail.Split(':')[0]));
    }

    [Theory]
    [InlineData("{\"prompt\": 1}", "line 2: the field prompt should be a text")]
    [InlineData("{\"prompt_ids\": [1], \"matching_ids\": [999], \"not_matching_ids\": [2]}", "line 1: matching_ids holds the id 998")]
    public void Tokenize_FileWithWrongIds_TellsOfRowsThatAreNoPairsFirst(string second, string expected)
    {
        using var folder = new TempFolder();
        var path = folder.Write("ids.jsonl", "{\"prompt_ids\": [1], \"matching_ids\": [998], \"not_matching_ids\": [2]}\n" + second);

        var error = Assert.Throws<InputException>(() => new PairTokenizer(null, new PairTokenizerOptions { VocabularySize = 320 }).Tokenize(path));

        Assert.StartsWith($"{path}, {expected}", error.Message, StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("mcq3", -2)]
    [InlineData("single", -1)]
    public void Tokenize_CaaFixture_ReadsAndAddsWhereSteeringBenchDoes(string dataset, int steeringTokenIndex)
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(SharedData.Shared("fixtures", "caa", "cases.json")!));
        var set = cases.RootElement.GetProperty("datasets").GetProperty(dataset);
        foreach (var (example, row) in set.GetProperty("examples").EnumerateArray().Select((example, row) => (example, row)))
        {
            var data = new BehaviourDataset(dataset, "cases.json", [new IdsPair(row, row + 1, Ids("prompt"), Ids("positive"), Ids("negative"))], []);
            var pair = new PairTokenizer(null, new PairTokenizerOptions { VocabularySize = 320 }).Tokenize(data).Pairs[0];
            Assert.Equal(pair.Length + steeringTokenIndex, pair.LetterPosition);
            Assert.Equal(set.GetProperty("patch_from_index")[row].GetInt32(), pair.PredictingPosition);

            int[] Ids(string field) => [.. example.GetProperty(field).EnumerateArray().Select(id => id.GetInt32())];
        }
    }

    private static string Row(string prompt, string matching, string other) => JsonSerializer.Serialize(new { prompt, matching, not_matching = other });

    private static BehaviourDataset Pair(string question, string matching, string other) => Data((question, matching, other));

    private static BehaviourDataset Data(params (string Question, string Matching, string Other)[] rows) =>
        new("toy", "toy.jsonl", [.. rows.Select((row, i) => new TextPair(i, i + 1, row.Question, row.Matching, row.Other))], []);

    private static TokenizedBehaviour Tokenize(
        ITokenizer tokenizer, BehaviourDataset data, string template = PromptTemplates.Default, BosPolicy bos = BosPolicy.Auto, ReadPosition read = ReadPosition.Letter) =>
        new PairTokenizer(tokenizer, new PairTokenizerOptions { Template = PromptTemplates.Get(template), Bos = bos, Read = read }).Tokenize(data);
}
