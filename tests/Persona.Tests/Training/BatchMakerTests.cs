using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Tokens;
using SteerScope.Persona.Training;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Persona.Tests.Training;

public sealed class BatchMakerTests
{
    [Fact]
    public void Make_Letters_WeighByEvidenceAndAreTheAnswers()
    {
        using var folder = new ScratchFolder();
        var options = new TrainingOptions { Batch = 64, Steps = 100, ShortUntil = 0, Seed = 3 };
        var vocabulary = BpeTrainer.Train(Enumerable.Range(0, 50).Select(i => new DialogueGenerator(1).Make(i, new DialogueOptions()).Text), 600);
        TokenizerFile.Write(folder.Path, vocabulary);
        var tokenizer = TokenizerLoader.Load(folder.Path);

        var batch = new BatchMaker(options, tokenizer, vocabulary).Make(step: 7);

        Assert.Equal(0, batch.Length % 32);
        var both = new HashSet<bool>();
        for (var row = 0; row < batch.Rows; row++)
        {
            var dialogue = new DialogueGenerator(3).Make((7 * 64) + row, options.Dialogues(7));
            var at = Enumerable.Range(row * batch.Length, batch.Length).ToArray();
            var weighted = at.Where(i => batch.Weights[i] is 20 or 0.5f).ToArray();

            Assert.Equal(dialogue.Answers.Select(answer => $"{answer.Letter}"), weighted.Select(i => tokenizer.Piece((int)batch.Targets[i])));
            Assert.Equal(dialogue.Answers.Select(answer => answer.HasEvidence ? 20 : 0.5f), weighted.Select(i => batch.Weights[i]));
            Assert.Equal(weighted.Where(i => batch.Weights[i] is 20), at.Where(i => batch.Told[i]));
            Assert.Equal(dialogue.Text, tokenizer.Decode([.. at.Where(i => batch.Weights[i] > 0).Select(i => (int)batch.Targets[i])], skipSpecial: true));
            Assert.Equal(1, batch.Inputs[at[0]]);
            both.UnionWith(dialogue.Answers.Select(answer => answer.HasEvidence));
        }

        Assert.Equal(2, both.Count);
    }
}
