using FsCheck.Xunit;
using SteerScope.Compute.Torch.Attention;
using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

public sealed class AttentionTests : IDisposable
{
    private static readonly AttentionShape Shape = new(32, 8, 64, 0.125f);

    private readonly ReferenceOps reference = new();
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Property(MaxTest = 150)]
    public void Attention_AnySegmentsAndLimits_IsTheFormula(int seed, ushort elements, byte negligible)
    {
        var batch = new RandomSegments(seed);
        using var ops = TestOps.Open(limits: new AttentionLimits(elements, Math.Min(elements, negligible)));
        var (rows, cached, shape) = (batch.Rows, batch.CachedRows, batch.Shape);
        var (wide, narrow) = (shape.Heads * shape.HeadDim, shape.KeyValueHeads * shape.HeadDim);
        float[] q = TestValues.Normal(rows * wide, 1), k = TestValues.Normal(rows * narrow, 2), v = TestValues.Normal(rows * narrow, 3);
        float[] cachedKeys = TestValues.Normal(cached * narrow, 4), cachedValues = TestValues.Normal(cached * narrow, 5);
        var expected = reference.Attention(
            reference.Upload(q, rows, wide), reference.Upload(k, rows, narrow), reference.Upload(v, rows, narrow),
            reference.Upload(cachedKeys, cached, narrow), reference.Upload(cachedValues, cached, narrow), batch.Segments, shape);
        Tensor Device(float[] values, int columns) => ops.Upload(values, values.Length / columns, columns);
        using var queries = Device(q, wide);
        using var keys = Device(k, narrow);
        using var values = Device(v, narrow);
        using var before = Device(cachedKeys, narrow);
        using var valuesBefore = Device(cachedValues, narrow);
        for (var run = 0; run < 2; run++)
        {
            using var result = ops.Attention(queries, keys, values, before, valuesBefore, batch.Segments, shape);
            var actual = new float[rows * wide];
            ops.Download(result, actual);
            for (var i = 0; i < actual.Length; i++)
            {
                Assert.Equal(expected.Values[i], actual[i], 2e-5);
            }
        }

        // Nothing was written to what came in.
        foreach (var (tensor, original) in new[] { (queries, q), (keys, k), (values, v), (before, cachedKeys), (valuesBefore, cachedValues) })
        {
            var now = new float[original.Length];
            ops.Download(tensor, now);
            Assert.Equal(original, now);
        }
    }

    [Property(MaxTest = 150)]
    public void Plan_AnySegments_CoversEveryRowOnceWithinTheLimits(int seed, ushort elements, byte negligible)
    {
        var batch = new RandomSegments(seed);
        var limits = new AttentionLimits(elements, Math.Min(elements, negligible));
        var blocks = new AttentionPlanner(batch.Shape, limits).Plan(batch.Segments);
        var rows = blocks.SelectMany(groups => groups).SelectMany(group => group.Members).SelectMany(piece => Enumerable.Range(piece.Start, piece.Length));
        Assert.Equal(Enumerable.Range(0, batch.Rows), rows.Order());
        foreach (var groups in blocks)
        {
            var computed = AttentionPlanner.SizeOf(groups).Elements(batch.Shape);
            var useful = groups.Sum(group => group.Useful(batch.Shape));
            Assert.True(
                groups.Sum(group => group.Members.Count) == 1 || (computed <= limits.Elements && (computed <= limits.Negligible || computed <= 2.25 * useful)),
                $"{computed} computed for {useful} within {limits}");
        }
    }

    [Fact]
    public void Plan_SteeredCopiesOfAPrompt_AreOneBlockWithoutPadding()
    {
        KeySpan[] prompt = [new(true, 0, 200)];
        Segment[] segments = [.. Enumerable.Range(0, 500).Select(row => new Segment(row, 1, 200, prompt))];
        var block = Assert.Single(Plan(segments));
        Assert.Equal(new BlockSize(1, 500, 1, 200), AttentionPlanner.SizeOf(block));
    }

    [Fact]
    public void Plan_ManyPromptsEachSteered_AreFewBlocks()
    {
        // 300 prompts of 90 to 119 tokens, 14 copies of each with a letter and a bracket.
        List<Segment> segments = [];
        var cached = 0;
        for (var prompt = 0; prompt < 300; prompt++)
        {
            var length = 90 + (prompt * 7 % 30);
            for (var copy = 0; copy < 14; copy++)
            {
                segments.Add(new Segment(2 * segments.Count, 2, length, [new KeySpan(true, cached, length)]));
            }

            cached += length;
        }

        var blocks = Plan(segments, AttentionLimits.For(torch.device(DeviceType.CPU)) with { Elements = 1 << 28 });
        Assert.InRange(blocks.Count, 1, 2);
        Assert.Equal(300, blocks.Sum(block => block.Count));
    }

    [Fact]
    public void Plan_PromptsOfAllLengths_AreFewBlocksOfSimilarLengths()
    {
        List<Segment> segments = [];
        var row = 0;
        for (var i = 0; i < 400; i++)
        {
            var length = 20 + (i * 37 % 300);
            segments.Add(new Segment(row, length, 0, []));
            row += length;
        }

        var limits = new AttentionLimits(1L << 32, 1L << 16);
        var blocks = Plan(segments, limits);
        Assert.InRange(blocks.Count, 2, 12);
        var computed = blocks.Sum(block => AttentionPlanner.SizeOf(block).Elements(Shape));
        Assert.InRange(computed / blocks.SelectMany(block => block).Sum(group => group.Useful(Shape)), 1, 1.5);
    }

    [Fact]
    public void Plan_LongSegment_IsCutIntoPiecesThatSeeWhatPrecedes()
    {
        var limits = new AttentionLimits(1 << 20, 1 << 16);
        var blocks = Plan([new Segment(0, 1000, 0, [])], limits);
        var pieces = blocks.SelectMany(block => block).SelectMany(group => group.Members).OrderBy(piece => piece.Start).ToList();
        Assert.True(pieces.Count > 10);
        foreach (var piece in pieces)
        {
            Assert.Equal(piece.Start, piece.Context.Length);
            Assert.True((long)piece.Length * (piece.Start + piece.Length) * Shape.Heads <= limits.Elements);
        }
    }

    [Fact]
    public void Attention_ReusedListWithOtherSegments_IsPlannedAnew()
    {
        using var ops = TestOps.Open();
        var shape = new AttentionShape(1, 1, 2, 1f);
        using var x = ops.Upload(TestValues.Normal(8, 1), 4, 2);
        List<Segment> segments = [new(0, 4, 0, [])];
        using var whole = ops.Attention(x, x, x, null, null, segments, shape);
        segments.Clear();
        segments.AddRange([new Segment(0, 2, 0, []), new Segment(2, 2, 0, [])]);
        using var halves = ops.Attention(x, x, x, null, null, segments, shape);
        var (first, second) = (new float[8], new float[8]);
        ops.Download(whole, first);
        ops.Download(halves, second);
        Assert.Equal(first[..4], second[..4]);
        Assert.NotEqual(first[4..], second[4..]);
    }

    private static List<List<PieceGroup>> Plan(IReadOnlyList<Segment> segments, AttentionLimits? limits = null) =>
        new AttentionPlanner(Shape, limits ?? new AttentionLimits(1L << 28, 1L << 16)).Plan(segments);
}
