namespace SteerScope.Tables.Tests;

/// <summary>A table with a column of every type, required and nullable, and rows that are hard to store.</summary>
internal static class SampleTable
{
    public static TableSchema Schema { get; } = new(
        "sample",
        [],
        [
            .. Enum.GetValues<ColumnType>().Select(type => new TableColumn($"{type}".ToLowerInvariant(), type, false, "")),
            .. Enum.GetValues<ColumnType>().Select(type => new TableColumn($"{type}_or_null".ToLowerInvariant(), type, true, "")),
        ],
        "every type");

    public static IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>
    {
        ["hook"] = "resid_post",
        ["d_model"] = "3",
        ["bos"] = "vorangestellt, größer als 0 — 説明 🙂",
        ["empty"] = "",
    };

    public static string[] Texts { get; } = ["", "a", "Grüße", "説明", "🙂🙃", "line\nbreak\ttab\0zero", "\"quotes\", commas", new('x', 5000)];

    /// <summary>One row group.</summary>
    public static Array[] Group(int rows, int dModel, int seed)
    {
        var random = new Random(seed);
        int[] integers = [int.MinValue, int.MaxValue, 0, -1, 1];
        long[] longs = [long.MinValue, long.MaxValue, 0, -1, 1L << 40];
        float[] floats = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue, 1.5f];
        double[] doubles = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue, 1.5];
        var ints = Make(rows, i => i < integers.Length ? integers[i] : random.Next());
        var bigs = Make(rows, i => i < longs.Length ? longs[i] : random.NextInt64());
        var singles = Make(rows, i => i < floats.Length ? floats[i] : random.NextSingle());
        var reals = Make(rows, i => i < doubles.Length ? doubles[i] : random.NextDouble());
        var texts = Make(rows, i => Texts[i % Texts.Length]);
        var flags = Make(rows, _ => random.Next(2) == 0);
        var lists = Make(rows, i => Make(dModel, j => i == 0 && j < floats.Length ? floats[j] : random.NextSingle()));
        return
        [
            ints, bigs, singles, reals, texts, flags, lists,
            Gaps(ints), Gaps(bigs), Gaps(singles), Gaps(reals), Make(rows, i => IsGap(i) ? null : texts[i]), Gaps(flags), Make(rows, i => IsGap(i) ? null : lists[i]),
        ];

        T?[] Gaps<T>(T[] values)
            where T : struct => Make(rows, i => IsGap(i) ? (T?)null : values[i]);
    }

    public static T[] Make<T>(int count, Func<int, T> value) => [.. Enumerable.Range(0, count).Select(value)];

    /// <summary>Single gaps, a long run, and a long run without any.</summary>
    private static bool IsGap(int row) => row is 1 or 3 or 4 or (>= 20 and < 50);
}
