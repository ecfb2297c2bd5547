namespace SteerScope.Compute.Cpu.Attention;

/// <summary>
/// Neighbouring segments with the same context: their queries share tiles, so that many short continuations of one prompt
/// (the steered copies of a sweep) use the registers as well as one long segment does.
/// </summary>
internal sealed class QueryGroup
{
    private readonly List<(Segment Segment, int Index)> queries = [];

    public QueryGroup(IReadOnlyList<KeySpan> context) => Context = context;

    /// <summary>What precedes every segment of the group.</summary>
    public IReadOnlyList<KeySpan> Context { get; }

    /// <summary>Every query with its index in its segment.</summary>
    public IReadOnlyList<(Segment Segment, int Index)> Queries => queries;

    /// <summary>Cuts a batch into groups.</summary>
    public static List<QueryGroup> Cut(IReadOnlyList<Segment> batch)
    {
        List<QueryGroup> groups = [];
        foreach (var segment in batch)
        {
            var last = groups.Count > 0 ? groups[^1] : null;
            if (last is null || !(ReferenceEquals(last.Context, segment.Context) || last.Context.SequenceEqual(segment.Context)))
            {
                groups.Add(last = new QueryGroup(segment.Context));
            }

            for (var index = 0; index < segment.Length; index++)
            {
                last.queries.Add((segment, index));
            }
        }

        return groups;
    }
}
