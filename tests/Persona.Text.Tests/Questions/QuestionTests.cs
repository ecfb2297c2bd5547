using FsCheck.Xunit;
using SteerScope.Persona.Text.Behaviours;
using SteerScope.Persona.Text.Questions;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Persona.Text.Tests.Questions;

public sealed class QuestionTests
{
    private static readonly QuestionSet[] Sets = Enum.GetValues<QuestionSet>();

    public static TheoryData<string> Behaviours => [.. Behaviour.All.Select(behaviour => behaviour.Name)];

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void Draw_DifferentSets_ShareNoSituationAndNoOption(string name)
    {
        var drawn = Sets.Select(set => QuestionFile.Draw(set, Named(name), 1500, seed: 1)).ToArray();

        foreach (var (x, y) in new[] { (0, 1), (0, 2), (1, 2) })
        {
            Assert.Empty(drawn[x].Select(q => q.Situation).Intersect(drawn[y].Select(q => q.Situation)));
            Assert.Empty(Options(drawn[x]).Intersect(Options(drawn[y])));
        }
    }

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void Draw_TestQuestions_UseNoVerbOrThingThatTrainingLacks(string name)
    {
        var behaviour = Named(name);
        var trained = Options(QuestionFile.Draw(QuestionSet.Training, behaviour, 3000, seed: 1));

        foreach (var verb in behaviour.Matching.Verbs.Concat(behaviour.Other.Verbs))
        {
            Assert.Contains(trained, option => option.Contains(verb + " ", StringComparison.Ordinal));
        }

        Assert.All(behaviour.Objects, thing => Assert.Contains(trained, option => option.EndsWith(thing, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void Draw_TrainingQuestions_HaveHundredsOfTemplates(string name)
    {
        var questions = QuestionFile.Draw(QuestionSet.Training, Named(name), 2000, seed: 1);

        Assert.Equal(20, questions.Select(q => q.Situation).Distinct().Count());
        Assert.True(questions.Select(q => (q.Situation, q.MatchingOption, q.OtherOption)).Distinct().Count() > 1000);
    }

    [Property]
    public void Draw_AnySeed_BalancesTheLettersOfEveryTen(long seed)
    {
        foreach (var ten in QuestionFile.Draw(QuestionSet.Test, Behaviour.All[0], 50, seed).Chunk(10))
        {
            Assert.Equal(5, ten.Sum(q => q.MatchingLetter));
        }
    }

    [Property]
    public void Draw_SameSeed_GivesTheSameQuestions(long seed)
    {
        var behaviour = Behaviour.All[1];

        Assert.Equal(QuestionFile.Draw(QuestionSet.Test, behaviour, 20, seed), QuestionFile.Draw(QuestionSet.Test, behaviour, 20, seed));
        Assert.NotEqual(QuestionFile.Draw(QuestionSet.Test, behaviour, 20, seed), QuestionFile.Draw(QuestionSet.Test, behaviour, 20, ~seed));
    }

    [Fact]
    public void Draw_MoreThanTheLimit_IsRefused()
    {
        var error = Assert.Throws<InputException>(() => QuestionFile.Draw(QuestionSet.Test, Behaviour.All[0], QuestionFile.MaxCount + 1, seed: 1));

        Assert.Contains("at most", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void Next_OptionsOfOneQuestion_DifferInTheVerbOnly(string name)
    {
        var behaviour = Named(name);
        foreach (var question in QuestionFile.Draw(QuestionSet.Training, behaviour, 500, seed: 2))
        {
            var thing = behaviour.Objects.Single(o => question.MatchingOption.EndsWith(" " + o, StringComparison.Ordinal));
            var form = SharedWords.OptionForms.First(f => question.OtherOption.StartsWith(Before(f), StringComparison.Ordinal) && behaviour.Other.Verbs.Contains(Verb(question.OtherOption, f, thing)));

            Assert.Contains(Verb(question.MatchingOption, form, thing), behaviour.Matching.Verbs);
        }
    }

    [Fact]
    public void Words_OfTheTwoPoles_AreDisjoint()
    {
        foreach (var kind in new Func<Pole, IReadOnlyList<string>>[] { pole => pole.Traits, pole => pole.Verbs, pole => pole.Openers, pole => pole.Reasons })
        {
            var words = Behaviour.All.SelectMany(behaviour => kind(behaviour.Matching).Concat(kind(behaviour.Other))).ToArray();

            Assert.Equal(words.Length, words.Distinct().Count());
        }
    }

    [Fact]
    public void Write_Questions_AreReadAsPairsOfThatBehaviour()
    {
        using var folder = new ScratchFolder();
        var path = folder.File("a/corrigible.jsonl");
        var questions = QuestionFile.Draw(QuestionSet.Test, Behaviour.All[0], 30, seed: 3);

        QuestionFile.Write(path, questions.Select(q => (q.Text, q.Letter(matching: true))));

        var pairs = BehaviourFile.Load(path).Pairs.Cast<TextPair>().ToArray();
        Assert.Equal(questions.Select(q => q.Text), pairs.Select(p => p.Question));
        Assert.Equal(questions.Select(q => q.MatchingLetter == 0 ? " (A)" : " (B)"), pairs.Select(p => p.Matching));
        Assert.Equal(questions.Select(q => q.MatchingLetter == 0 ? " (B)" : " (A)"), pairs.Select(p => p.NotMatching));
    }

    private static Behaviour Named(string name) => Behaviour.All.Single(behaviour => behaviour.Name == name);

    private static HashSet<string> Options(IEnumerable<Question> questions) =>
        questions.SelectMany(q => new[] { Bare(q.MatchingOption), Bare(q.OtherOption) }).ToHashSet();

    // Without the words around it, so that the same verb of the same thing counts in whatever form.
    private static string Bare(string option) =>
        option[SharedWords.OptionForms.Select(Before).Where(start => option.StartsWith(start, StringComparison.Ordinal)).Max(start => start.Length)..];

    private static string Before(string form) => form[..^"{0}".Length];

    private static string Verb(string option, string form, string thing) => option[Before(form).Length..^(thing.Length + 1)];
}
