using SteerScope.Devices;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class Bfloat16Tests
{
    public static TheoryData<string> Names => [.. ModelFixture.Names];

    [SharedTheory]
    [MemberData(nameof(Names))]
    public void Run_Fixture_DiffersFromRoundedWeightsByTheRoundingOfActivations(string name)
    {
        using var half = TestOps.Open(Precision.Bfloat16);
        Bfloat16Check.Run(ModelFixture.Shared(name), half);
    }

    [SharedTheory]
    [MemberData(nameof(Names))]
    public void Run_Fixture_PointsWhereHuggingFacePoints(string name)
    {
        using var ops = TestOps.Open(Precision.Bfloat16);
        foreach (var (tensor, deviation) in ModelFixture.Shared(name).Deviations(ops))
        {
            Assert.True(deviation.Cosine > 0.999, $"{tensor} has cosine {deviation.Cosine}");
        }
    }

    [SharedFact]
    public void Logits_OfSingleTokens_AreNotRounded()
    {
        using var ops = TestOps.Open(Precision.Bfloat16);
        using var model = ModelFixture.Shared("gemma2").Load(ops);
        var width = model.Shape.Width;
        using var normed = ops.Upload([.. Enumerable.Range(0, width).Select(i => MathF.Sin(i) * 3)], 1, width);
        int[] ids = [1, 5, 7];
        using var some = model.Logits(normed, ids);
        using var all = model.Logits(normed);
        var (single, whole) = (new float[ids.Length], new float[model.Shape.Vocabulary]);
        ops.Download(some, single);
        ops.Download(all, whole);
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.NotEqual(Bfloat16.Round(single[i]), single[i]);
            Assert.Equal(single[i], whole[ids[i]], Math.Max(Math.Abs(single[i]), 1) * 4 * Bfloat16.UnitRoundoff);
        }
    }
}
