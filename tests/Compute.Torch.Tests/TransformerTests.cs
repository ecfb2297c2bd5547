using SteerScope.Models;
using SteerScope.Tests.Support;
using TorchSharp;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

public sealed class TransformerTests
{
    public static TheoryData<string> Shared => [.. ModelFixture.Names];

    public static TheoryData<string> Shipped => [.. ModelFixture.ShippedNames];

    [SharedTheory]
    [MemberData(nameof(Shared))]
    public void Run_SharedFixture_EqualsHuggingFace(string name)
    {
        using var ops = TestOps.Open();
        ModelFixture.Shared(name).Check(ops, 1e-4f);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Run_ShippedFixture_EqualsHuggingFace(string name)
    {
        using var ops = TestOps.Open();
        ModelFixture.Shipped(name).Check(ops, 1e-4f);
    }

    [SharedTheory]
    [MemberData(nameof(Shared))]
    public void Block_SharedFixturePackedWithSharedPrefixes_EqualsEachSequenceAlone(string name) => CheckPacked(ModelFixture.Shared(name));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Block_PackedWithSharedPrefixes_EqualsEachSequenceAlone(string name) => CheckPacked(ModelFixture.Shipped(name));

    [SharedFact]
    public void Block_WithCache_EqualsTheWholeSequenceAndLeavesNothing()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var ops = TestOps.Open())
        {
            var fixture = ModelFixture.Shared("gemma2");
            using var model = fixture.Load(ops);
            var ids = fixture.Cases[^1];
            var cut = ids.Length - 2;
            var expected = Resid(model, TokenBatch.Single(ids)).AsSpan(cut * model.Shape.Width).ToArray();

            var tail = new TokenBatchBuilder();
            tail.Add(ids.AsSpan(cut), new KeySpan(true, 0, cut));
            var (prefix, rest) = (TokenBatch.Single(ids.AsSpan(0, cut)), tail.Build());
            var (residPrefix, resid) = (model.Embed(prefix), model.Embed(rest));
            for (var layer = 0; layer < model.Shape.Layers; layer++)
            {
                var nextPrefix = model.Block(layer, residPrefix, prefix, null, out var own);
                using (own)
                {
                    var next = model.Block(layer, resid, rest, own);
                    resid.Dispose();
                    resid = next;
                }

                residPrefix.Dispose();
                residPrefix = nextPrefix;
            }

            var actual = new float[expected.Length];
            ops.Download(resid, actual);
            residPrefix.Dispose();
            resid.Dispose();
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i], 1e-4f);
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void CheckPacked(ModelFixture fixture)
    {
        using var ops = TestOps.Open();
        using var model = fixture.Load(ops);
        var longest = model.Shape.MaxPositions - 3;
        int[][] prompts = [.. fixture.Cases.Where(ids => ids.Length >= 7).Select(ids => ids[..Math.Min(ids.Length, longest)]).DistinctBy(ids => ids.Length)];

        // Each prompt once, and behind it two answers of different lengths, in one batch.
        var builder = new TokenBatchBuilder();
        List<(int Row, int[] Ids)> sequences = [];
        foreach (var prompt in prompts)
        {
            var start = builder.Add(prompt);
            foreach (int[] answer in new int[][] { [3, 1, 4], [5] })
            {
                sequences.Add((builder.Add(answer, new KeySpan(false, start, prompt.Length)), [.. prompt, .. answer]));
            }
        }

        var packed = Resid(model, builder.Build());
        foreach (var (row, ids) in sequences)
        {
            var alone = Resid(model, TokenBatch.Single(ids));
            var width = model.Shape.Width;
            var answered = ids.Length - prompts.First(prompt => ids.AsSpan().StartsWith(prompt)).Length;
            var expected = alone.AsSpan((ids.Length - answered) * width);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], packed[(row * width) + i], 1e-4f);
            }
        }
    }

    private static float[] Resid(Transformer<Tensor> model, TokenBatch batch)
    {
        var resid = model.Embed(batch);
        for (var layer = 0; layer < model.Shape.Layers; layer++)
        {
            var next = model.Block(layer, resid, batch);
            resid.Dispose();
            resid = next;
        }

        var values = new float[batch.Rows * model.Shape.Width];
        model.Ops.Download(resid, values);
        resid.Dispose();
        return values;
    }
}
