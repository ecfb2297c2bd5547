using SteerScope.Compute.Cpu;
using SteerScope.Devices;
using SteerScope.Persona.Models;
using SteerScope.Persona.Text.Tokens;
using TorchSharp;
using Xunit;

namespace SteerScope.Persona.Tests.Models;

[Collection(TorchGroup.Name)]
public sealed class LlamaTests
{
    private const int Vocabulary = 400;
    private static readonly long[] Ids = [1, 17, 399, 5, 5, 230, 77, 102, 3, 250, 11, 12, 13];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_OfWhatIsWritten_GivesTheProductsLogits(bool tied)
    {
        using var folder = new ScratchFolder();
        using var model = Model(tied, layers: 3, seed: 4);
        ModelFolder.Write(folder.Path, model, Pieces());

        Assert.InRange(LargestDifference(Logits(model), Product(folder.Path)), 0, 1e-4);
    }

    [Fact]
    public void Forward_OfAModelOfOtherWeights_DoesNotGiveTheProductsLogits()
    {
        using var folder = new ScratchFolder();
        using var model = Model(tied: false, layers: 3, seed: 4);
        using var other = Model(tied: false, layers: 3, seed: 5);
        ModelFolder.Write(folder.Path, model, Pieces());

        Assert.True(LargestDifference(Logits(other), Product(folder.Path)) > 0.1);
    }

    [Fact]
    public void Forward_OfPaddedBatch_GivesEachRowItsOwnLogits()
    {
        using var model = Model(tied: false, layers: 2, seed: 4);
        using var scope = torch.NewDisposeScope();
        using var still = torch.no_grad();
        long[] padded = [.. Ids[..6], .. Enumerable.Repeat(2L, Ids.Length - 6)];

        var both = model.Forward(torch.tensor(Ids.Concat(padded).ToArray(), [2, Ids.Length]));
        var alone = model.Forward(torch.tensor(Ids[..6], [1, 6]));

        Assert.InRange((both[1].narrow(0, 0, 6) - alone[0]).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void CopyRounded_Model_IsTheSameRoundedToBfloat16()
    {
        using var folder = new ScratchFolder();
        using var model = Model(tied: false, layers: 2, seed: 4);
        ModelFolder.Write(folder.File("full"), model, Pieces());

        ModelFolder.CopyRounded(folder.File("full"), folder.File("half"));

        using (torch.no_grad())
        {
            foreach (var weight in model.Weights)
            {
                weight.Value.copy_(weight.Value.to(torch.bfloat16).to(torch.float32));
            }
        }

        Assert.InRange(LargestDifference(Logits(model), Product(folder.File("half"))), 0, 1e-4);
        Assert.True(new FileInfo(folder.File("half/model.safetensors")).Length < 0.6 * new FileInfo(folder.File("full/model.safetensors")).Length);
    }

    [Fact]
    public void CopyRounded_FolderWithoutModel_IsRefused()
    {
        using var folder = new ScratchFolder();

        Assert.Contains("config.json", Assert.Throws<InputException>(() => ModelFolder.CopyRounded(folder.Path, folder.File("to"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 4)]
    [InlineData(12, 4)]
    [InlineData(0, 1)]
    public void Check_SizesThatDoNotFit_AreRefused(int width, int heads) =>
        Assert.Contains("--width", Assert.Throws<InputException>(new ModelSize { Width = width, Heads = heads }.Check).Message, StringComparison.Ordinal);

    // Larger weights than at the start of a training: attention and norms must not be near their linear parts.
    private static Llama Model(bool tied, int layers, long seed)
    {
        var size = new ModelSize { Layers = layers, Width = 32, Heads = 2, Hidden = 48, Vocabulary = Vocabulary, Tied = tied };
        var model = new Llama(size, seed, torch.CPU);
        using var scope = torch.NewDisposeScope();
        using var still = torch.no_grad();
        foreach (var weight in model.Weights)
        {
            weight.Value.mul_(weight.Value.dim() == 1 ? torch.linspace(0.5, 1.5, weight.Value.shape[0]) : torch.tensor(10f));
        }

        return model;
    }

    private static BpeVocabulary Pieces() => new([.. BpeTrainer.Train([], BpeTrainer.MinPieces).Pieces, .. Enumerable.Range(0, Vocabulary - BpeTrainer.MinPieces).Select(i => $"piece{i}")], []);

    private static float[] Logits(Llama model)
    {
        using var scope = torch.NewDisposeScope();
        using var still = torch.no_grad();
        return Weight.ToFloats(model.Forward(torch.tensor(Ids, [1, Ids.Length])));
    }

    private static float[] Product(string folder)
    {
        using var device = new ComputeDevice<CpuTensor>(new CpuOps(1));
        using var loaded = device.LoadModel(folder);
        return loaded.Trace([.. Ids.Select(id => (int)id)], null)["logits"].Values;
    }

    private static double LargestDifference(float[] x, float[] y)
    {
        Assert.Equal(x.Length, y.Length);
        return x.Zip(y, (a, b) => Math.Abs((double)a - b)).Max();
    }
}
