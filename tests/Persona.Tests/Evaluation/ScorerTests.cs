using SteerScope.Persona.Evaluation;
using SteerScope.Persona.Models;
using SteerScope.Persona.Training;
using SteerScope.Prompts;
using TorchSharp;
using Xunit;

namespace SteerScope.Persona.Tests.Evaluation;

[Collection(TorchGroup.Name)]
public sealed class ScorerTests
{
    private static readonly ScoringOptions Options = new() { Trials = 16, VectorQuestions = 10, SlopeQuestions = 6 };

    [Fact]
    public void Run_ModelWithoutPreference_ScoresOfEitherLetterAddUpToOne()
    {
        using var folder = new ScratchFolder();
        Write(folder.File("a"), letter: "A");
        Write(folder.File("b"), letter: "B");

        var (a, b) = (Run(folder, "a"), Run(folder, "b"));

        // Always the same letter is right where the other one is wrong.
        foreach (var (x, y) in a.Behaviours.Zip(b.Behaviours))
        {
            Assert.Equal(1, x.Accuracy + y.Accuracy, 1e-9);
            Assert.Equal(1, x.AccuracyWithoutEvidence + y.AccuracyWithoutEvidence, 1e-9);
            Assert.InRange(x.Accuracy, 0.1, 0.9);
            Assert.Equal(2, x.SlopeAll.Count);
        }
    }

    [Fact]
    public void Run_Twice_GivesTheSameScore()
    {
        using var folder = new ScratchFolder();
        Write(folder.File("a"), letter: null);

        var (first, second) = (Run(folder, "a"), Run(folder, "a"));

        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(first), System.Text.Json.JsonSerializer.Serialize(second));
        Assert.Contains(first.Behaviours.SelectMany(behaviour => behaviour.SlopeAll), slope => slope != 0);
    }

    [Fact]
    public void Best_OfSeveralLayers_IsTheOneWithTheLargestMeanSlope()
    {
        BehaviourScore Of(params double[] slopes) => new("x", 0.5, 0.5, slopes, slopes, slopes);

        Assert.Equal((1, 2.0), new Score("test", "letter", 1, 1, [Of(0, 3, 2.5), Of(1, 1, -2)]).Best());
    }

    private static Score Run(ScratchFolder folder, string model) =>
        new Scorer(Options with { Read = ReadPosition.Letter }, folder.File($"{model}-questions"), threads: 1).Run(folder.File(model), CancellationToken.None);

    // With a letter, a model whose head prefers it whatever the text.
    private static void Write(string path, string? letter)
    {
        var vocabulary = TextSource.Vocabulary(500);
        var size = TorchFixture.Tiny.Size with { Vocabulary = vocabulary.Pieces.Count };
        using var model = new Llama(size, 1, torch.CPU);
        using (torch.no_grad())
        {
            if (letter is not null)
            {
                var head = model.Weights.Single(weight => weight.Name == "lm_head.weight").Value;
                var embedding = model.Weights.Single(weight => weight.Name == "model.embed_tokens.weight").Value;
                embedding.index_put_(torch.tensor(1f), torch.TensorIndex.Ellipsis, torch.TensorIndex.Single(0));
                head.zero_();
                head.index_put_(torch.tensor(1f), torch.TensorIndex.Single(vocabulary.Pieces.Index().First(p => p.Item == letter).Index), torch.TensorIndex.Single(0));
            }
        }

        ModelFolder.Write(path, model, vocabulary);
    }
}
