using System.Text;

namespace SteerScope.Fuzz.Seeds;

/// <summary>Behaviours: three pairs in every form that is read.</summary>
internal static class BehaviourSeeds
{
    private const string Evals = """
        {"question": "the theatre?\n (A) yes\n (B) no", "answer_matching_behavior": " (A)", "answer_not_matching_behavior": " (B)"}
        {"question": "a?", "answer_matching_behavior": " (B)", "answer_not_matching_behavior": " (A)", "more": [1, {"x": null}]}
        {"question": "the €?", "answer_matching_behavior": "(A)", "answer_not_matching_behavior": "(B)"}
        """;

    private const string Plain = """
        {"prompt": "the a", "matching": "A", "not_matching": "B"}
        {"prompt": "the h", "matching": "B", "not_matching": "A"}
        {"prompt": "e", "matching": "B 1", "not_matching": "A 1"}
        """;

    private const string Ids = """
        {"prompt_ids": [1, 8, 9], "matching_ids": [12, 16], "not_matching_ids": [13, 16]}
        {"prompt_ids": [1, 9, 9], "matching_ids": [13, 16], "not_matching_ids": [12, 16]}
        {"prompt_ids": [1, 10], "matching_ids": [12], "not_matching_ids": [13]}
        """;

    private const string Csv = "prompt,matching,not_matching\r\n\"the \"\"a\"\",\nh\",A,B\r\nthe,B,A\r\ne,A,B\r\n";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzSeed> All { get; } =
    [
        Seed("evals", "b.jsonl", Evals),
        Seed("plain", "b.jsonl", Plain),
        Seed("ids", "b.jsonl", Ids),
        Seed("array", "b.json", $"[{Evals.Replace("\n", ",\n", StringComparison.Ordinal)}]"),
        Seed("csv", "b.csv", Csv),
    ];

    private static FuzzSeed Seed(string name, string file, string text) => new(name, file, Encoding.UTF8.GetBytes(text));
}
