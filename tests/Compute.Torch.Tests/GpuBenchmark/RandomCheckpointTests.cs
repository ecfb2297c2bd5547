using SteerScope.Devices;
using SteerScope.Files;
using SteerScope.Measuring.Worlds;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Compute.Torch.Tests.GpuBenchmark;

public sealed class RandomCheckpointTests
{
    private static readonly ModelSize Size = ModelSize.TinyGemma;

    [Theory]
    [InlineData(StoredType.F32)]
    [InlineData(StoredType.BF16)]
    public void Write_ReadBack_IsTheModel(StoredType type)
    {
        using var written = new RandomCheckpoint(Size, type, null);
        using var checkpoint = Checkpoint.Open(written.Folder);
        Assert.Equal(2 + (11 * Size.Layers), checkpoint.Names.Count);
        Assert.True(checkpoint.TryGet("model.embed_tokens.weight", out var embedding));
        Assert.Equal(type, embedding.Type);
        Assert.Equal([Size.Vocabulary, Size.Width], embedding.Shape);
        var drawn = new RandomNumbers(1).Values(Size.Vocabulary * Size.Width, Size.EmbeddingDeviation);
        Assert.Equal(type == StoredType.F32 ? drawn : [.. drawn.Select(Bfloat16.Round)], embedding.ToFloats());
        Assert.True(checkpoint.TryGet("model.layers.3.mlp.down_proj.weight", out var down));
        Assert.InRange(Math.Sqrt(down.ToFloats().Average(value => (double)value * value)), 0.95 / Math.Sqrt(Size.Mlp), 1.05 / Math.Sqrt(Size.Mlp));
        using var ops = TorchOps.Open(TorchDevice.Cpu, 1, type == StoredType.F32 ? Precision.Float32 : Precision.Bfloat16);
        using var model = TransformerLoader.Load(ops, checkpoint);
        Assert.Equal(new ModelShape("gemma2", 4, 64, 512, 1024, 4, 2, 16, 128), model.Shape);
    }

    [Fact]
    public void Write_IntoAFolderThatHasIt_LeavesItAsItIs()
    {
        using var folder = new TempFolder();
        new RandomCheckpoint(Size, StoredType.BF16, folder["model"]).Dispose();
        var weights = folder["model", "model.safetensors"];
        File.SetLastWriteTimeUtc(weights, DateTime.UnixEpoch);
        new RandomCheckpoint(Size, StoredType.BF16, folder["model"]).Dispose();
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(weights));
        Assert.Equal(2, Directory.GetFiles(folder["model"]).Length);
    }

    [Fact]
    public void Write_IntoAFolderOfAnotherModel_IsRefused()
    {
        using var folder = new TempFolder();
        new RandomCheckpoint(Size, StoredType.BF16, folder["model"]).Dispose();
        var exception = Assert.Throws<InputException>(() => new RandomCheckpoint(Size, StoredType.F32, folder["model"]));
        Assert.Contains("holds another model", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WholeGemma2B_HasItsWeights()
    {
        var size = ModelSize.WholeGemma2B;
        long block = (2L * size.Width * size.Heads * size.HeadDim) + (2L * size.Width * size.KeyValueHeads * size.HeadDim) + (3L * size.Width * size.Mlp) + (4L * size.Width);
        Assert.Equal(2_614_341_888, ((long)size.Vocabulary * size.Width) + (size.Layers * block) + size.Width);
    }
}
