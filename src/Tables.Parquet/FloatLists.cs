namespace SteerScope.Tables.Parquet;

/// <summary>
/// Lists of one row group as Parquet.Net wants them: one array of values and the levels of each. Repetition levels: 0 starts a
/// row, 1 goes on with it. Definition levels: 0 is a missing list, 1 an empty one, 2 an element (LogicalTypes.md, Lists).
/// </summary>
internal sealed record FloatLists(float[] Values, int[] Definition, int[] Repetition)
{
    private const int SameRow = 1;
    private const int MissingList = 0;
    private const int EmptyList = 1;
    private const int Element = 2;

    public static FloatLists From(float[]?[] lists)
    {
        var elements = lists.Sum(list => (long)(list?.Length ?? 0));
        var empty = lists.Count(list => list is null or { Length: 0 });
        var flat = new FloatLists(new float[elements], new int[elements + empty], new int[elements + empty]);
        var value = 0;
        var level = 0;
        foreach (var list in lists)
        {
            if (list is null or { Length: 0 })
            {
                flat.Definition[level++] = list is null ? MissingList : EmptyList;
                continue;
            }

            list.CopyTo(flat.Values, value);
            flat.Definition.AsSpan(level, list.Length).Fill(Element);
            flat.Repetition.AsSpan(level + 1, list.Length - 1).Fill(SameRow);
            value += list.Length;
            level += list.Length;
        }

        return flat;
    }
}
