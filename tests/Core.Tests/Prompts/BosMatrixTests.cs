using SteerScope.Core.Tests.Tokenization;
using SteerScope.Prompts;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

/// <summary>Every template with the tokenizers of all published families: BOS stands in front once or not at all.</summary>
public sealed class BosMatrixTests
{
    private static readonly BehaviourDataset Data = new("toy", "toy.jsonl", [new TextPair(0, 1, "Is it the dog?\n\nChoices:\n (A) Yes\n (B) No", " (A)", " (B)")], []);

    public static TheoryData<string> Templates => [.. PromptTemplates.Names];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Tokenize_TemplateWithEveryTokenizer_HasBosOnceOrNever(string name)
    {
        var template = PromptTemplates.Get(name);
        var tried = 0;
        foreach (var family in PublishedTokenizer.All.Values.Where(family => Knows(family.Tokenizer, template)))
        {
            var tokenizer = family.Tokenizer;

            // SmolLM's BOS opens the turns of chatml.
            var turns = tokenizer.BosId is { } id && template.RequiredTokens.Contains(tokenizer.Piece(id)) ? 2 : 0;
            AssertBos(tokenizer, template, BosPolicy.Auto, tokenizer.AddsBos ? 1 : 0, turns);
            AssertBos(tokenizer, template, BosPolicy.Never, 0, turns);
            if (tokenizer.BosId is null)
            {
                Assert.Throws<InputException>(() => First(tokenizer, template, BosPolicy.Always));
            }
            else
            {
                AssertBos(tokenizer, template, BosPolicy.Always, 1, turns);
            }

            tried++;
        }

        Assert.True(tried > 0, $"No tokenizer knows the tokens of {name}.");
    }

    [Fact]
    public void Tokenize_TemplateThatBeginsWithBos_NeverDoublesIt()
    {
        var tried = 0;
        foreach (var family in PublishedTokenizer.All.Values.Where(family => family.Tokenizer.BosId is not null))
        {
            var tokenizer = family.Tokenizer;
            var template = PromptTemplate.Parse(tokenizer.Piece(tokenizer.BosId!.Value) + "Q: {question} A:{answer}").With(usesSpecialTokens: true);
            AssertBos(tokenizer, template, BosPolicy.Auto, 1, 0);
            AssertBos(tokenizer, template, BosPolicy.Always, 1, 0);
            Assert.Contains("bos is never", Assert.Throws<InputException>(() => First(tokenizer, template, BosPolicy.Never)).Message, StringComparison.Ordinal);
            tried++;
        }

        Assert.InRange(tried, 15, 40);
    }

    [Fact]
    public void Tokenize_QuestionThatHoldsBosAsText_NeverDoublesIt()
    {
        foreach (var family in PublishedTokenizer.All.Values.Where(family => family.Tokenizer.BosId is not null))
        {
            var bos = family.Tokenizer.BosId!.Value;
            var data = new BehaviourDataset("toy", "toy.jsonl", [new TextPair(0, 1, family.Tokenizer.Piece(bos) + " the dog", " (A)", " (B)")], []);
            var pair = new PairTokenizer(family.Tokenizer, new PairTokenizerOptions { Bos = BosPolicy.Always }).Tokenize(data).Pairs[0];
            Assert.Equal(1, pair.MatchingIds().Count(id => id == bos));
        }
    }

    private static void AssertBos(ITokenizer tokenizer, PromptTemplate template, BosPolicy policy, int expected, int turns)
    {
        var pair = First(tokenizer, template, policy);
        if (turns > 0)
        {
            Assert.Equal(turns, pair.MatchingIds().Count(id => id == tokenizer.BosId));
            Assert.NotEqual(pair.Trunk[0], pair.Trunk[1]);
            return;
        }

        Assert.Equal(expected, pair.MatchingIds().Count(id => id == tokenizer.BosId));
        Assert.Equal(expected, pair.OtherIds().Count(id => id == tokenizer.BosId));
        Assert.Equal(expected == 1, pair.Trunk[0] == tokenizer.BosId);
        Assert.Equal(("A", "B"), (pair.MatchingLetter, pair.OtherLetter));
    }

    private static TokenizedPair First(ITokenizer tokenizer, PromptTemplate template, BosPolicy bos) =>
        new PairTokenizer(tokenizer, new PairTokenizerOptions { Template = template, Bos = bos }).Tokenize(Data).Pairs[0];

    private static bool Knows(ITokenizer tokenizer, PromptTemplate template) => template.RequiredTokens.All(token =>
        // Within other text: tokens that are looked for in normalised text, as those of the first Llama 2 files, are not found there.
        tokenizer.Encode("a" + token, SpecialTokenText.AsTokens) is [.., var id] && tokenizer.Piece(id) == token && !tokenizer.Encode(token).Contains(id));
}
