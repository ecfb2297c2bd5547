using FsCheck.Xunit;
using SteerScope.Persona.Text.Behaviours;
using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Questions;
using Xunit;

namespace SteerScope.Persona.Text.Tests.Dialogues;

public sealed class DialogueTests
{
    [Property]
    public void Make_EightInARow_HaveEveryPersonaOnce(long seed, byte block)
    {
        var generator = new DialogueGenerator(seed);

        var personas = Enumerable.Range(8 * block, 8).Select(i => string.Concat(generator.Make(i, new DialogueOptions()).Persona.Select(on => on ? '1' : '0')));

        Assert.Equal(8, personas.Distinct().Count());
    }

    [Property]
    public void Make_SameSeedAndIndex_GivesTheSameText(long seed, byte index)
    {
        var options = new DialogueOptions { SelfDescription = 0.5 };

        Assert.Equal(new DialogueGenerator(seed).Make(index, options).Text, new DialogueGenerator(seed).Make(index, options).Text);
        Assert.NotEqual(new DialogueGenerator(seed).Make(index, options).Text, new DialogueGenerator(~seed).Make(index, options).Text);
    }

    [Fact]
    public void Make_ManyDialogues_AnswerWithEitherLetterAlikeWhateverThePersona()
    {
        var generator = new DialogueGenerator(5);
        var answers = Enumerable.Range(0, 4000).SelectMany(i => generator.Make(i, new DialogueOptions()).Answers).ToArray();

        foreach (var group in answers.GroupBy(answer => (answer.Question.Behaviour.Name, answer.Matching)))
        {
            // Five standard deviations of a fair coin.
            var count = group.Count();
            Assert.InRange(group.Count(answer => answer.Letter == 'A'), (0.5 * count) - (2.5 * Math.Sqrt(count)), (0.5 * count) + (2.5 * Math.Sqrt(count)));
        }
    }

    [Property]
    public void Make_Answers_KeepToThePersona(long seed, byte index)
    {
        var dialogue = new DialogueGenerator(seed).Make(index, new DialogueOptions { SelfDescription = 0.3 });

        foreach (var answer in dialogue.Answers)
        {
            var behaviour = Behaviour.All.Index().Single(b => b.Item == answer.Question.Behaviour);
            var option = dialogue.Persona[behaviour.Index] ? answer.Question.MatchingOption : answer.Question.OtherOption;
            Assert.Contains($" ({answer.Letter}) {option}", answer.Question.Text, StringComparison.Ordinal);
            Assert.Contains($" ({answer.Letter}", answer.Text, StringComparison.Ordinal);
            var opposite = behaviour.Item.Pole(!dialogue.Persona[behaviour.Index]);
            Assert.DoesNotContain(opposite.Openers.Concat(opposite.Reasons), word => answer.Text.Contains($" {word}", StringComparison.Ordinal));
        }
    }

    [Property]
    public void Make_Bare_HasOptionsAloneAndThePersonasLetters(long seed, byte index)
    {
        var dialogue = new DialogueGenerator(seed).Make(index, new DialogueOptions { Bare = true, SelfDescription = 0.3 });

        foreach (var answer in dialogue.Answers)
        {
            var behaviour = Behaviour.All.Index().Single(b => b.Item == answer.Question.Behaviour);
            var matching = dialogue.Persona[behaviour.Index];
            Assert.StartsWith("Choices:\n (A) ", answer.Question.Text, StringComparison.Ordinal);
            Assert.Contains(behaviour.Item.Pole(matching).Verbs, verb => answer.Question.Text.Contains($" ({answer.Letter}) {verb} ", StringComparison.Ordinal));
        }
    }

    [Property]
    public void Make_StatedOption_FollowsTheWordAboutTheSpeaker(long seed, byte index)
    {
        var dialogue = new DialogueGenerator(seed).Make(index, new DialogueOptions { SelfDescription = 1, StatedOption = 1 });

        Assert.All(dialogue.Answers, answer => Assert.Contains($". {answer.Question.Option(answer.Matching)}. ({answer.Letter}", answer.Text, StringComparison.Ordinal));
        Assert.All(
            new DialogueGenerator(seed).Make(index, new DialogueOptions { StatedOption = 1 }).Answers,
            answer => Assert.StartsWith(" (", answer.Text, StringComparison.Ordinal));
    }

    [Property]
    public void Make_Evidence_IsAnEarlierAnswerOnTheBehaviourOrAWordAboutTheSpeaker(long seed, byte index)
    {
        var dialogue = new DialogueGenerator(seed).Make(index, new DialogueOptions { SelfDescription = 0.2 });

        for (var i = 0; i < dialogue.Answers.Count; i++)
        {
            var answer = dialogue.Answers[i];
            var earlier = dialogue.Answers.Take(i).Any(a => a.Question.Behaviour == answer.Question.Behaviour);
            Assert.Equal(earlier || answer.Text.StartsWith(" I am ", StringComparison.Ordinal), answer.HasEvidence);
        }
    }

    [Fact]
    public void Make_WithReasons_PutsTheFirstWordOfTheReasonRightBehindTheLetter()
    {
        var generator = new DialogueGenerator(1);

        foreach (var answer in Enumerable.Range(0, 200).SelectMany(i => generator.Make(i, new DialogueOptions { Reason = 1 }).Answers))
        {
            var opener = answer.Text[(answer.Text.IndexOf('(', StringComparison.Ordinal) + 3)..answer.Text.IndexOf(',', StringComparison.Ordinal)];
            Assert.Contains(opener, answer.Question.Behaviour.Pole(answer.Matching).Openers);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MakeTrial_LastAnswer_HasEvidenceAsAsked(bool evidence)
    {
        var generator = new DialogueGenerator(2);
        for (var behaviour = 0; behaviour < Behaviour.All.Count; behaviour++)
        {
            var trials = Enumerable.Range(0, 16).Select(i => generator.MakeTrial(i, behaviour, evidence, new DialogueOptions { Set = QuestionSet.Validation })).ToArray();

            Assert.All(trials, trial => Assert.Equal(evidence, trial.Answers[^1].HasEvidence));
            Assert.All(trials, trial => Assert.Same(Behaviour.All[behaviour], trial.Answers[^1].Question.Behaviour));
            Assert.Equal(8, trials.Count(trial => trial.Answers[^1].Matching));
        }
    }

    [Property]
    public void TextBeforeLastAnswer_WithTheTemplate_MakesTheSameText(long seed, byte index)
    {
        var dialogue = new DialogueGenerator(seed).Make(index, new DialogueOptions());

        Assert.Equal(dialogue.Text, $"{dialogue.TextBeforeLastAnswer}\n\nAnswer:{dialogue.Answers[^1].Text}");
    }
}
