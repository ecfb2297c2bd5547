using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Files;
using SteerScope.Devices;
using SteerScope.Planted;
using SteerScope.Prompts;
using SteerScope.Saes.Training;
using Xunit;

namespace SteerScope.Core.Tests.Saes.Training;

public sealed class TextActivationsTests : IDisposable
{
    private const int Chunk = 16;

    private readonly TestFolder folder = new();
    private readonly ComputeDevice<CpuTensor> device = new(new CpuOps());
    private readonly ILoadedModel model;

    public TextActivationsTests()
    {
        PlantedWorld.Write(folder.Path, questions: 10, sentences: 10);
        model = device.LoadModel(Path.Combine(folder.Path, PlantedWorld.ModelFolder));
    }

    public void Dispose()
    {
        model.Dispose();
        device.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Read_OfTheSamePosition_IsTheSameWhoeverReadBefore()
    {
        using var one = Open(tokens: 40 * Chunk);
        using var other = Open(tokens: 40 * Chunk);
        var first = one.Read(0, 100, default);
        var second = one.Read(first.Next, 100, default);

        // 100 rows are seven chunks, the last of which is cut.
        Assert.Equal((7, 14), (first.Next, second.Next));
        Assert.Equal(second.Layers, other.Read(7, 100, default).Layers);
        Assert.Equal(first.Layers, other.Read(0, 100, default).Layers);
        Assert.NotEqual(first.Layers[0], first.Layers[1]);
        Assert.NotEqual(first.Layers, second.Layers);
    }

    [Fact]
    public void Read_BeyondTheEnd_BeginsAgain()
    {
        // Of 25 chunks three are held out: 22 are trained on.
        using var source = Open(tokens: 25 * Chunk);
        var start = source.Read(0, 2 * Chunk, default);
        var end = source.Read(21, 3 * Chunk, default);
        using var fresh = Open(tokens: 25 * Chunk);
        Assert.Equal(24, end.Next);
        Assert.Equal(start.Layers[0], end.Layers[0][(Chunk * source.Width)..]);
        Assert.Equal(start.Layers[0], fresh.Read(22 * 1000L, 2 * Chunk, default).Layers[0]);
    }

    [Fact]
    public void HeldOut_OfAText_IsNeverTrainedOn()
    {
        using var source = Open(tokens: 25 * Chunk);
        var held = Rows(source.HeldOut(default).SelectMany(layers => layers[1]).ToArray(), Chunk * source.Width);
        var trained = Rows(source.Read(0, 22 * Chunk, default).Layers[1], Chunk * source.Width);

        // Ids are random, so that no two chunks are the same.
        Assert.Equal(3, held.Length);
        Assert.Equal(25, held.Concat(trained).Distinct().Count());
    }

    [Fact]
    public void Read_OfATextOfOneChunk_IsRefused() => Assert.Contains(
        "--text holds no more than one chunk", Assert.Throws<InputException>(() => Open(tokens: Chunk).Read(0, 10, default)).Message, StringComparison.Ordinal);

    private TextActivations Open(int tokens)
    {
        var random = new SplitMix64(3);
        var path = folder["ids.jsonl"];
        File.WriteAllText(path, $"{{\"ids\": [{string.Join(", ", Enumerable.Range(0, tokens).Select(_ => random.Below(100)))}]}}\n");
        var corpus = new TextCorpus([path], null, new CorpusOptions { Tokens = long.MaxValue, Chunk = Chunk });
        return new TextActivations(model, corpus, [1, 3], heldOutChunks: 4, batchTokens: 3 * Chunk);
    }

    private static string[] Rows(float[] values, int width) => [.. values.Chunk(width).Select(row => string.Join(' ', row))];
}
