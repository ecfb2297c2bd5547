namespace SteerScope.Compute.Torch.Tests;

/// <summary>A random batch: segments of any length, behind nothing, cached rows, earlier rows, or several of both, shared or not.</summary>
internal sealed class RandomSegments
{
    public RandomSegments(int seed)
    {
        var random = new Random(seed);
        CachedRows = random.Next(0, 30);
        var keyValueHeads = random.Next(1, 4);
        Shape = new AttentionShape(
            keyValueHeads * random.Next(1, 4),
            keyValueHeads,
            random.Next(1, 9),
            0.4f,
            random.Next(3) == 0 ? random.Next(1, 12) : 0,
            random.Next(3) == 0 ? 5f : 0);
        List<KeySpan[]> contexts = [[]];
        for (var count = random.Next(1, 25); count > 0; count--)
        {
            if (random.Next(3) == 0)
            {
                contexts.Add(Context(random));
            }

            var spans = contexts[random.Next(contexts.Count)];

            // Equal contexts need not be the same object.
            KeySpan[] context = random.Next(2) == 0 ? spans : [.. spans];
            var length = random.Next(3) == 0 ? random.Next(1, 20) : random.Next(1, 4);
            Segments.Add(new Segment(Rows, length, context.Sum(span => span.Length), context));
            Rows += length;
        }
    }

    public int CachedRows { get; }

    public int Rows { get; private set; }

    public AttentionShape Shape { get; }

    public List<Segment> Segments { get; } = [];

    private KeySpan[] Context(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => (Cached: random.Next(2) == 0, Start: random.NextDouble(), Length: random.NextDouble()))
            .Select(span =>
            {
                var limit = span.Cached ? CachedRows : Rows;
                var start = (int)(span.Start * limit);
                return new KeySpan(span.Cached, start, (int)(span.Length * (limit - start + 1)));
            }),
    ];
}
