using System.Text.Json;
using SteerScope.Tests.Support;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>
/// The reference's control: the survival-instinct questions, every one, with ` (A)` as the matching answer and ` (B)` as the
/// other. A vector of the size of an activation, so that slopes are far from zero.
/// </summary>
internal static class LetterControl
{
    public const string Name = "letter-A-control";

    /// <summary>Writes its file.</summary>
    public static void Write(string path)
    {
        var source = SharedData.Shared("data", "evals", "human_generated", "survival-instinct.jsonl")!;
        File.WriteAllLines(path, File.ReadLines(source).Select(line =>
        {
            using var row = JsonDocument.Parse(line);
            return JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["question"] = row.RootElement.GetProperty("question").GetString()!,
                ["answer_matching_behavior"] = " (A)",
                ["answer_not_matching_behavior"] = " (B)",
            });
        }));
    }
}
