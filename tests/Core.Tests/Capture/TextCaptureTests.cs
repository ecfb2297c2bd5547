using SteerScope.Capture;
using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Models;
using SteerScope.Core.Tests.Steering;
using SteerScope.Models;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Capture;

public sealed class TextCaptureTests
{
    private const int Width = SteeringModels.Width;

    private static readonly int[] Layers = [0, 3];

    // Chunks that skip BOS, skip nothing, only give context, and are one token long.
    private static readonly TextChunk[] Chunks =
    [
        new(0, [1, 9, 8, 7, 6, 5, 4, 3, 2], 1),
        new(1, [11, 12, 13], 0),
        new(2, [1, 30, 31], 3),
        new(3, [1, 20, 21, 22, 23, 24, 25, 26], 2),
        new(4, [39], 0),
    ];

    private static readonly int[][] Sampled = [[1, 8], [], [], [2, 3, 7], [0]];

    public static TheoryData<string> Models => [.. SteeringModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_SomeLayers_ReducesFullForwardPasses(string name)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load(name, ops);
        var captured = new TextCapture<CpuTensor>(model).Run(Chunks, Layers, Sampled, 4096);

        Assert.Equal(Layers, captured.Select(c => c.Layer));
        foreach (var layer in captured)
        {
            var rows = Chunks.Select(chunk => TraceRunner<CpuTensor>.Run(model, chunk.Ids)[$"layer{layer.Layer}.resid_post"].Values.Chunk(Width).ToArray()).ToArray();
            float[][] counted = [.. Chunks.SelectMany((chunk, i) => rows[i].Skip(chunk.FirstCounted))];
            Assert.Equal(8 + 3 + 0 + 6 + 1, counted.Length);
            Near.All([.. counted.Select(row => (float)Math.Sqrt(row.Sum(x => (double)x * x)))], layer.Norms, 1e-4f, "norms");
            Near.All([.. Sampled.SelectMany((positions, i) => positions.SelectMany(position => rows[i][position]))], layer.Sample, 1e-5f, "sample");
            for (var k = 0; k < Width; k++)
            {
                Assert.Equal(counted.Sum(row => (double)row[k]), layer.Sum[k], 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_AnyBatchTokens_IsBitIdenticalUpToTheOrderOfTheSum(string name)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load(name, ops);
        var capture = new TextCapture<CpuTensor>(model);
        var whole = capture.Run(Chunks, Layers, Sampled, 4096);
        foreach (var batchTokens in new[] { 1, 12 })
        {
            foreach (var (expected, actual) in whole.Zip(capture.Run(Chunks, Layers, Sampled, batchTokens)))
            {
                Assert.Equal(expected.Norms.Select(BitConverter.SingleToInt32Bits), actual.Norms.Select(BitConverter.SingleToInt32Bits));
                Assert.Equal(expected.Sample.Select(BitConverter.SingleToInt32Bits), actual.Sample.Select(BitConverter.SingleToInt32Bits));
                Assert.All(expected.Sum.Zip(actual.Sum), both => Assert.Equal(both.First, both.Second, 1e-12));
            }
        }
    }

    [Fact]
    public void Run_SampledPositionsForOtherChunks_Throws()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        var capture = new TextCapture<CpuTensor>(model);
        Assert.Throws<ArgumentException>(() => capture.Run(Chunks, Layers, Sampled[..2], 64));
        Assert.Throws<ArgumentException>(() => capture.Run(Chunks, [3, 0], Sampled, 64));
    }
}
