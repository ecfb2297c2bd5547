using System.Text.Json;
using SteerScope.Persona.Evaluation;
using SteerScope.Persona.Training;
using TorchSharp;
using Xunit;

namespace SteerScope.Persona.Tests.Training;

[Collection(TorchGroup.Name)]
public sealed class TrainingRunTests
{
    private static readonly ScoringOptions Scoring = new() { Trials = 8, VectorQuestions = 4, SlopeQuestions = 2 };

    [Fact]
    public void Run_StoppedAndRunAgain_GivesTheWeightsOfAnUninterruptedRun()
    {
        using var folder = new ScratchFolder();
        Run(folder.File("whole"), TorchFixture.Tiny, stopAfterStep: null);

        // Between checkpoints: what was done since the last is done again.
        Assert.Throws<OperationCanceledException>(() => Run(folder.File("parts"), TorchFixture.Tiny, stopAfterStep: 10));
        Assert.False(Directory.Exists(New(folder.File("parts"), TorchFixture.Tiny).Checkpoint(12)));
        Run(folder.File("parts"), TorchFixture.Tiny, stopAfterStep: null);

        foreach (var file in new[] { "step-000012/model.safetensors", "step-000008/model.safetensors", "state.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(folder.File($"whole/{file}")), File.ReadAllBytes(folder.File($"parts/{file}")));
        }

        Assert.Equal([4, 8, 12], Log(folder.File("parts")).Select(line => line.Step));
        Assert.Equal(Log(folder.File("whole")).Select(line => JsonSerializer.Serialize(line.Score)), Log(folder.File("parts")).Select(line => JsonSerializer.Serialize(line.Score)));
    }

    [Fact]
    public void Run_LineWithoutItsState_IsWrittenAgain()
    {
        using var folder = new ScratchFolder();
        var options = TorchFixture.Tiny with { Steps = 4 };
        Run(folder.Path, options, stopAfterStep: null);
        File.Delete(folder.File("state.safetensors"));

        Run(folder.Path, options, stopAfterStep: null);

        Assert.Equal([4], Log(folder.Path).Select(line => line.Step));
    }

    [Fact]
    public void Run_OtherOptionsThanTheFoldersRun_AreRefused()
    {
        using var folder = new ScratchFolder();
        var options = TorchFixture.Tiny with { Steps = 4 };
        Run(folder.Path, options, stopAfterStep: null);

        var error = Assert.Throws<InputException>(() => Run(folder.Path, options with { Seed = 2 }, stopAfterStep: null));

        Assert.Contains("--out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FromACheckpoint_BeginsWithItsWeights()
    {
        using var folder = new ScratchFolder();
        var options = TorchFixture.Tiny with { Steps = 4 };
        Run(folder.File("first"), options, stopAfterStep: null);
        var first = new FirstWeights(folder.File("first/step-000004"));

        // With rates of 0 nothing moves.
        var still = options with { Seed = 9, From = first.Digest(), MuonRate = 0, AdamRate = 0 };
        new TrainingRun(folder.File("second"), still, Scoring) { First = first, CheckpointEvery = 4 }.Run(torch.CPU, threads: 1, _ => { }, CancellationToken.None);

        Assert.Equal(File.ReadAllBytes(folder.File("first/step-000004/model.safetensors")), File.ReadAllBytes(folder.File("second/step-000004/model.safetensors")));
    }

    [Fact]
    public void Run_FromACheckpointOfAnotherSize_IsRefused()
    {
        using var folder = new ScratchFolder();
        Run(folder.File("first"), TorchFixture.Tiny with { Steps = 4 }, stopAfterStep: null);
        var first = new FirstWeights(folder.File("first/step-000004"));
        var other = TorchFixture.Tiny with { Size = TorchFixture.Tiny.Size with { Hidden = TorchFixture.Tiny.Size.Hidden + 8 } };

        var error = Assert.Throws<InputException>(() => new TrainingRun(folder.File("second"), other, Scoring) { First = first }.Run(torch.CPU, threads: 1, _ => { }, CancellationToken.None));

        Assert.Contains("mlp.gate_proj.weight should have the shape", error.Message, StringComparison.Ordinal);
        Assert.Contains("--from", Assert.Throws<InputException>(() => new FirstWeights(folder.Path).Digest()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ForeignStateFile_IsRefused()
    {
        using var folder = new ScratchFolder();
        new Files.SafetensorsWriter().Add("w", new float[] { 1 }).Write(folder.File("state.safetensors"));

        Assert.Contains("state.safetensors", Assert.Throws<InputException>(() => Run(folder.Path, TorchFixture.Tiny, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FortySteps_BringsTheLossDown()
    {
        using var folder = new ScratchFolder();
        Run(folder.Path, TorchFixture.Tiny with { Steps = 40, Batch = 8, Size = TorchFixture.Tiny.Size with { Layers = 1 } }, stopAfterStep: null, every: 10);

        var losses = Log(folder.Path).Select(line => line.Loss).ToArray();
        Assert.True(losses[^1] < 0.75 * losses[0], string.Join(", ", losses));
        Assert.Equal(losses.OrderDescending(), losses);
    }

    private static TrainingRun New(string folder, TrainingOptions options, int every = 4) => new(folder, options, Scoring) { CheckpointEvery = every };

    private static void Run(string folder, TrainingOptions options, int? stopAfterStep, int every = 4)
    {
        using var stop = new CancellationTokenSource();
        New(folder, options, every).Run(torch.CPU, threads: 1, Say, stop.Token);

        void Say(string line)
        {
            if (stopAfterStep is { } step && line.StartsWith($"step {step}:", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }

    private static LogLine[] Log(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "log.jsonl")).Select(line => JsonSerializer.Deserialize<LogLine>(line)!)];
}
