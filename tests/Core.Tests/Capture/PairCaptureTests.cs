using SteerScope.Capture;
using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Models;
using SteerScope.Core.Tests.Steering;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Capture;

public sealed class PairCaptureTests
{
    private const float Tolerance = 1e-5f;
    private const int Width = SteeringModels.Width;

    private static readonly int[] Layers = [0, 2, 3];

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in SteeringModels.Names)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_EitherReadingPosition_EqualsFullForwardPasses(string name, bool lastToken)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load(name, ops);
        var pairs = SteeringCases.Pairs(lastToken);
        var captured = new PairCapture<CpuTensor>(model).Run(pairs, Layers, 4096);

        Assert.Equal(Layers, captured.Select(c => c.Layer));
        foreach (var (i, pair) in pairs.Index())
        {
            var matching = TraceRunner<CpuTensor>.Run(model, pair.MatchingIds());
            var other = TraceRunner<CpuTensor>.Run(model, pair.OtherIds());
            foreach (var layer in captured)
            {
                Assert.Equal((pairs.Length, Width), (layer.Count, layer.Width));
                var resid = $"layer{layer.Layer}.resid_post";
                Near.All(Row(matching[resid].Values, pair.MatchingReadPosition), Row(layer.Matching, i), Tolerance, $"matching {i} {resid}");
                Near.All(Row(other[resid].Values, pair.OtherReadPosition), Row(layer.NotMatching, i), Tolerance, $"other {i} {resid}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AnyBatchTokensAndLayers_IsBitIdentical(string name, bool lastToken)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load(name, ops);
        var pairs = SteeringCases.Pairs(lastToken);
        var capture = new PairCapture<CpuTensor>(model);
        var whole = capture.Run(pairs, Layers, 4096);
        foreach (var batchTokens in new[] { 1, 20 })
        {
            Assert.All(whole.Zip(capture.Run(pairs, Layers, batchTokens)), both => Same(both.First, both.Second));
        }

        Same(whole[1], Assert.Single(capture.Run(pairs, [2], 30)));
    }

    [Fact]
    public void Run_LetterPosition_ComputesSharedTokensOnceAndNothingAfterTheLastLayerAsked()
    {
        using var ops = new CountingOps<CpuTensor>(new CpuOps(), SteeringModels.Vocabulary);
        using var model = SteeringModels.Load("llama", ops);
        var pairs = SteeringCases.Pairs();
        new PairCapture<CpuTensor>(model).Run(pairs, [1], 16);

        // Seven maps in each of two blocks; each answer adds its letter alone.
        Assert.Equal(7 * 2 * pairs.Sum(p => p.Trunk.Count + 2), ops.BlockRows);
    }

    [Fact]
    public void Run_NoPairs_IsEmpty()
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        Assert.Empty(Assert.Single(new PairCapture<CpuTensor>(model).Run([], [1], 16)).Matching);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    [InlineData(0, SteeringModels.Layers)]
    [InlineData(-1, 0)]
    public void Run_LayersNotAscendingInTheModel_Throws(int first, int second)
    {
        using var ops = new CpuOps();
        using var model = SteeringModels.Load("llama", ops);
        Assert.Throws<ArgumentException>(() => new PairCapture<CpuTensor>(model).Run(SteeringCases.Pairs(), [first, second], 16));
    }

    private static ReadOnlySpan<float> Row(float[] values, int row) => values.AsSpan(row * Width, Width);

    private static void Same(PairActivations expected, PairActivations actual)
    {
        Assert.Equal(expected.Layer, actual.Layer);
        Assert.Equal(expected.Matching.Select(BitConverter.SingleToInt32Bits), actual.Matching.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(expected.NotMatching.Select(BitConverter.SingleToInt32Bits), actual.NotMatching.Select(BitConverter.SingleToInt32Bits));
    }
}
