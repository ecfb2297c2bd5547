using FsCheck.Xunit;
using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Questions;
using SteerScope.Persona.Text.Tokens;
using SteerScope.Prompts;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Persona.Text.Tests.Tokens;

public sealed class TokenizerTests : IClassFixture<TrainedTokenizer>
{
    private readonly TrainedTokenizer _trained;

    public TokenizerTests(TrainedTokenizer trained) => _trained = trained;

    private ITokenizer Tokenizer => _trained.Tokenizer;

    [Fact]
    public void Train_SmallText_MergesTheMostFrequentPairFirst()
    {
        // ▁ab ▁ab ▁abc: "ab" and "▁a" occur three times each, and 'a' (0x61) is before '▁' (0x2581).
        var vocabulary = BpeTrainer.Train(["ab ab abc"], 1000);

        Assert.Equal([("a", "b"), (BpeVocabulary.Space, "ab")], vocabulary.Merges);
        Assert.Equal(BpeTrainer.MinPieces + 2, vocabulary.Pieces.Count);
    }

    [Fact]
    public void Train_TooFewPieces_IsRefused() =>
        Assert.Contains("at least", Assert.Throws<InputException>(() => BpeTrainer.Train([], 100)).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_Vocabulary_IsReadWithTheSameIds()
    {
        Assert.Equal(_trained.Vocabulary.Pieces.Count, Tokenizer.VocabularySize);
        Assert.Equal(_trained.Vocabulary.Pieces, Enumerable.Range(0, Tokenizer.VocabularySize).Select(Tokenizer.Piece));
        Assert.Equal(1, Tokenizer.BosId);
        Assert.True(Tokenizer.AddsBos);
    }

    [Fact]
    public void Encode_GeneratedText_GivesAlmostOneTokenPerWord()
    {
        var text = new DialogueGenerator(9).Make(3, new DialogueOptions { MinQuestions = 4 }).Text;
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;

        Assert.InRange(Tokenizer.Encode(text).Count, words, 1.8 * words);
    }

    [Property]
    public void Decode_AnyGeneratedText_RoundTrips(long seed, byte index)
    {
        var text = new DialogueGenerator(seed).Make(index, new DialogueOptions { Set = QuestionSet.Test, SelfDescription = 0.5 }).Text;

        Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));
    }

    [Theory]
    [InlineData("naïve — 東京 \ud83d\ude00 \t end")]
    [InlineData("  two  spaces\r\n\n\n")]
    [InlineData("(A)(B)(Ab)")]
    public void Decode_AnyOtherText_RoundTripsThroughBytes(string text) => Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));

    [Property]
    public void Encode_Dialogue_HasLetterTokensForOptionsAndAnswersOnly(long seed, byte index)
    {
        var dialogue = new DialogueGenerator(seed).Make(index, new DialogueOptions { SelfDescription = 0.5 });
        var ids = Tokenizer.Encode(dialogue.Text);
        var (bracket, a, b) = (Id(BpeVocabulary.Space + "("), Id("A"), Id("B"));

        var letters = Enumerable.Range(0, ids.Count).Where(i => ids[i] == a || ids[i] == b).ToArray();

        Assert.All(letters, at => Assert.Equal(bracket, ids[at - 1]));
        Assert.Equal(
            dialogue.Answers.SelectMany(answer => new[] { 'A', 'B', answer.Letter }),
            letters.Select(at => ids[at] == a ? 'A' : 'B'));
    }

    [Fact]
    public void Encode_BehaviourFile_GivesPairsThatDifferInTheLetterOnly()
    {
        using var folder = new ScratchFolder();
        foreach (var behaviour in Persona.Text.Behaviours.Behaviour.All)
        {
            var path = folder.File($"{behaviour.Name}.jsonl");
            QuestionFile.Write(path, QuestionFile.Draw(QuestionSet.Test, behaviour, 100, seed: 4).Select(q => (q.Text, q.Letter(true))));

            var tokenized = new PairTokenizer(Tokenizer, new PairTokenizerOptions()).Tokenize(path);

            Assert.Empty(tokenized.LeftOut);
            Assert.All(tokenized.Pairs, pair => Assert.Equal(BpeVocabulary.Space + "(", Tokenizer.Piece(pair.Trunk[^1])));
            Assert.All(tokenized.Pairs, pair => Assert.Equal([Id("A"), Id("B")], new[] { pair.MatchingLetterId, pair.OtherLetterId }.Order()));
        }
    }

    private int Id(string piece) => _trained.Vocabulary.Pieces.Index().First(p => p.Item == piece).Index;
}
