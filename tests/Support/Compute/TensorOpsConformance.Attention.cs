using SteerScope.Compute;
using Xunit;

namespace SteerScope.Tests.Support.Compute;

/// <content>Attention.</content>
public abstract partial class TensorOpsConformance<T>
{
    [Theory]
    [MemberData(nameof(ConformanceData.AttentionShapes), MemberType = typeof(ConformanceData))]
    public void Attention_SegmentsOfAllSizes_SeeThemselvesOnly(AttentionShape shape)
    {
        List<Segment> segments = [];
        var rows = 0;
        foreach (var size in ConformanceData.Sizes)
        {
            segments.Add(new Segment(rows, size, 0, []));
            rows += size;
        }

        CompareAttention(rows, 0, segments, shape);
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AttentionShapes), MemberType = typeof(ConformanceData))]
    public void Attention_Contexts_PrecedeTheSegment(AttentionShape shape)
    {
        KeySpan[] prompt = [new(true, 3, 40)];
        KeySpan[] pieces = [new(true, 90, 7), new(false, 0, 31), new(true, 0, 1), new(false, 31, 0)];
        Segment[] segments =
        [
            new(0, 31, 0, []),
            new(31, 2, 40, prompt),
            new(33, 3, 40, prompt),
            new(36, 1, 40, [new(true, 3, 40)]),
            new(37, 33, 39, pieces),
            new(70, 5, 31, [new(false, 0, 31)]),
            new(75, 13, 97, [new(true, 0, 97)]),
        ];
        CompareAttention(88, 97, segments, shape);
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AttentionShapes), MemberType = typeof(ConformanceData))]
    public void Attention_HoweverTheBatchIsCut_GivesTheSameRows(AttentionShape shape)
    {
        const int Length = 100;
        var (q, k, v) = (Device(Length, shape.Heads * shape.HeadDim, 1), Device(Length, shape.KeyValueHeads * shape.HeadDim, 2), Device(Length, shape.KeyValueHeads * shape.HeadDim, 3));
        var whole = Keep(Ops.Attention(q, k, v, null, null, [new Segment(0, Length, 0, [])], shape));

        // In the batch, as segments that follow each other.
        foreach (int[] cuts in new int[][] { [0, 1, 2, 33, Length], [0, 31, 64, 99, Length], [0, 50, Length] })
        {
            Segment[] segments =
            [
                .. cuts.Zip(cuts.Skip(1)).Select(cut => new Segment(cut.First, cut.Second - cut.First, cut.First, cut.First == 0 ? [] : [new(false, 0, cut.First)])),
            ];
            AssertSame(Values(whole), Values(Keep(Ops.Attention(q, k, v, null, null, segments, shape))));
        }

        // With the beginning in the cache, in one span or in several, alone or between strangers.
        foreach (var cached in new[] { 1, 17, 64, 99 })
        {
            int[] rest = [.. Enumerable.Range(cached, Length - cached)];
            var tail = Values(Take(whole, rest));
            var alone = Keep(Ops.Attention(Take(q, rest), Take(k, rest), Take(v, rest), k, v, [new Segment(0, rest.Length, cached, [new(true, 0, cached)])], shape));
            AssertSame(tail, Values(alone));

            int[] strangers = [5, 80, 3, .. rest, 40, 41];
            KeySpan[] split = [new(true, 0, cached / 3), new(true, cached / 3, cached - (cached / 3))];
            Segment[] segments = [new(0, 3, 0, []), new(3, rest.Length, cached, split), new(3 + rest.Length, 2, cached, [new(true, 0, cached)])];
            var among = Keep(Ops.Attention(Take(q, strangers), Take(k, strangers), Take(v, strangers), k, v, segments, shape));
            AssertSame(tail, Values(Take(among, [.. Enumerable.Range(3, rest.Length)])));
        }
    }

    [Fact]
    public void Attention_LargeScores_DoNotOverflow()
    {
        var shape = new AttentionShape(2, 1, 13, 1f);
        var (q, k) = (Device(33, 26, 1, 30f), Device(33, 13, 2, 30f));
        var result = Keep(Ops.Attention(q, k, Device(33, 13, 3), null, null, [new Segment(0, 33, 0, [])], shape));
        var expected = Reference.Attention(Expected(33, 26, 1, 30f), Expected(33, 13, 2, 30f), Expected(33, 13, 3), null, null, [new Segment(0, 33, 0, [])], shape);

        // Scores of some thousands carry errors of some 1e-4 into the exponential.
        var actual = Values(result);
        for (var index = 0; index < actual.Length; index++)
        {
            Assert.Equal(expected.Values[index], actual[index], 5e-3);
        }
    }

    [Fact]
    public void Attention_UnseenKeys_DoNotTouchTheResult()
    {
        var shape = new AttentionShape(1, 1, 8, 0.35f, SlidingWindow: 5);
        var keys = TestValues.Normal(20 * 8, 2);
        var values = TestValues.Normal(20 * 8, 3);
        float[] spoiltKeys = [.. keys], spoiltValues = [.. values];
        spoiltKeys.AsSpan(10 * 8, 8).Fill(float.NaN);
        spoiltValues.AsSpan(10 * 8, 8).Fill(float.PositiveInfinity);
        Segment[] segments = [new(0, 20, 0, [])];
        var q = Device(20, 8, 1);
        var clean = Keep(Ops.Attention(q, Keep(Ops.Upload(keys, 20, 8)), Keep(Ops.Upload(values, 20, 8)), null, null, segments, shape));
        var spoilt = Keep(Ops.Attention(q, Keep(Ops.Upload(spoiltKeys, 20, 8)), Keep(Ops.Upload(spoiltValues, 20, 8)), null, null, segments, shape));
        for (var row = 0; row < 20; row++)
        {
            if (row is >= 10 and < 15)
            {
                Assert.Contains(Row(spoilt, row), value => !float.IsFinite(value));
            }
            else
            {
                AssertSame(Row(clean, row), Row(spoilt, row));
            }
        }
    }

    [Fact]
    public void Attention_WrongShapes_Throws()
    {
        var shape = new AttentionShape(4, 2, 8, 1f);
        Segment[] whole = [new(0, 5, 0, [])];
        var (q, k, v) = (Device(5, 32, 1), Device(5, 16, 2), Device(5, 16, 3));
        void Throws(T queries, T keys, T values, T? cachedKeys, T? cachedValues, Segment[] segments, AttentionShape form) =>
            Assert.ThrowsAny<ArgumentException>(() => Ops.Attention(queries, keys, values, cachedKeys, cachedValues, segments, form));
        Throws(k, k, v, null, null, whole, shape);
        Throws(q, q, v, null, null, whole, shape);
        Throws(q, k, q, null, null, whole, shape);
        Throws(Device(4, 32, 1), k, v, null, null, whole, shape);
        Throws(q, k, v, null, null, whole, shape with { KeyValueHeads = 3 });
        Throws(q, k, v, k, null, whole, shape);
        Throws(q, k, v, q, q, whole, shape);
        Throws(q, k, v, null, null, [new(0, 4, 0, [])], shape);
        Throws(q, k, v, null, null, [new(0, 6, 0, [])], shape);
        Throws(q, k, v, null, null, [new(1, 4, 0, [])], shape);
        Throws(q, k, v, null, null, [new(0, 5, 1, [])], shape);
        Throws(q, k, v, null, null, [new(0, 5, 2, [new(true, 0, 2)])], shape);
        Throws(q, k, v, k, v, [new(0, 5, 2, [new(true, 4, 2)])], shape);
        Throws(q, k, v, k, v, [new(0, 5, 2, [new(false, -1, 2)])], shape);
    }

    private void CompareAttention(int rows, int cached, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        var (wide, narrow) = (shape.Heads * shape.HeadDim, shape.KeyValueHeads * shape.HeadDim);
        AssertClose(
            Reference.Attention(Expected(rows, wide, 1), Expected(rows, narrow, 2), Expected(rows, narrow, 3), cached == 0 ? null : Expected(cached, narrow, 4), cached == 0 ? null : Expected(cached, narrow, 5), segments, shape),
            Keep(Ops.Attention(Device(rows, wide, 1), Device(rows, narrow, 2), Device(rows, narrow, 3), cached == 0 ? null : Device(cached, narrow, 4), cached == 0 ? null : Device(cached, narrow, 5), segments, shape)));
    }
}
