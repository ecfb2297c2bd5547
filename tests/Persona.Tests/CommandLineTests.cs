using SteerScope.Devices;
using SteerScope.Persona.Models;
using SteerScope.Persona.Text.Behaviours;
using SteerScope.Persona.Training;
using SteerScope.Prompts;
using TorchSharp;
using Xunit;

namespace SteerScope.Persona.Tests;

[Collection(TorchGroup.Name)]
public sealed class CommandLineTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _said = new();

    public CommandLineTests() => Console.SetError(_said);

    public void Dispose()
    {
        Console.SetError(_error);
        _said.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Text_Folder_HoldsEveryBehaviourAndACorpus()
    {
        Assert.Equal(0, CommandLine.Run(["text", "--out", _folder.Path, "--questions", "12", "--dialogues", "3"]));

        foreach (var behaviour in Behaviour.All)
        {
            Assert.Equal(12, BehaviourFile.Load(_folder.File($"behaviours/{behaviour.Name}.jsonl")).Pairs.Count);
        }

        Assert.Contains("Answer:", File.ReadAllText(_folder.File("corpus.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--questions is 0", "text", "--questions", "0")]
    [InlineData("must be one of training, validation, test", "text", "--set", "all")]
    [InlineData("--width 30", "train", "--width", "30")]
    [InlineData("torch-cpu or torch-cuda:N", "train", "--device", "tpu")]
    [InlineData("--bogus", "train", "--bogus", "1")]
    [InlineData("nowhere", "score", "--model", "/nowhere")]
    [InlineData("config.json", "publish", "--checkpoint", "/nowhere")]
    public void Run_WrongInput_IsOneSentenceAndExitCodeTwo(string sentence, params string[] args)
    {
        Assert.Equal(2, CommandLine.Run([.. args, "--out", _folder.File("out")]));

        Assert.Contains(sentence, _said.ToString(), StringComparison.Ordinal);
        Assert.Single(_said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Publish_Checkpoint_GivesAModelFolderWithItsCard()
    {
        var vocabulary = TextSource.Vocabulary(500);
        using (var model = new Llama(TorchFixture.Tiny.Size with { Vocabulary = vocabulary.Pieces.Count }, 1, torch.CPU))
        {
            ModelFolder.Write(_folder.File("checkpoint"), model, vocabulary);
        }

        Assert.Equal(0, CommandLine.Run(["publish", "--checkpoint", _folder.File("checkpoint"), "--out", _folder.File("published"), "--questions", "4", "--threads", "1"]));

        Assert.Contains("| corrigible |", File.ReadAllText(_folder.File("published/README.md")), StringComparison.Ordinal);
        using var device = new ComputeDevice<Compute.Cpu.CpuTensor>(new Compute.Cpu.CpuOps(1));
        using var loaded = device.LoadModel(_folder.File("published"));
        Assert.Equal(2, loaded.Shape.Layers);
    }
}
