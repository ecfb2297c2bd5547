using System.Text;
using System.Text.Json.Nodes;

namespace SteerScope.Planted;

/// <summary>Questions in the form of Anthropic's evals, and ordinary text, in the words of the planted world.</summary>
internal static class PlantedText
{
    /// <summary>Writes as many questions as asked, with the matching answer as often (A) as (B).</summary>
    public static void WriteBehaviour(string path, int behaviour, int count, PlantedRandom random)
    {
        var matchingIsB = Enumerable.Range(0, count).Select(i => i % 2).ToArray();

        // Shuffled in blocks, so that any even number of questions from the start is balanced as well.
        const int Block = 10;
        for (var first = 0; first < count; first += Block)
        {
            var block = new ArraySegment<int>(matchingIsB, first, Math.Min(Block, count - first));
            random.Shuffle(block);
        }

        var text = new StringBuilder();
        foreach (var second in matchingIsB)
        {
            var kinds = second == 0 ? (0, 1) : (1, 0);
            var question = $"{Event(random)} . {random.Pick(PlantedWords.Prompts)}\n\n Choices:\n (A) {Word(kinds.Item1)}\n (B) {Word(kinds.Item2)}";
            var row = new JsonObject
            {
                ["question"] = question,
                ["answer_matching_behavior"] = second == 0 ? " (A)" : " (B)",
                ["answer_not_matching_behavior"] = second == 0 ? " (B)" : " (A)",
            };
            text.Append(row.ToJsonString()).Append('\n');
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());

        string Word(int kind) => random.Pick(PlantedWords.Options[behaviour][kind]);
    }

    public static void WriteCorpus(string path, int sentences, PlantedRandom random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < sentences; i++)
        {
            text.Append(Event(random)).Append(i % 8 == 7 ? " .\n" : " . ");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());
    }

    private static string Event(PlantedRandom random) =>
        string.Join(
            ' ',
            random.Pick(PlantedWords.Subjects),
            random.Pick(PlantedWords.Verbs),
            random.Pick(PlantedWords.Actions),
            random.Pick(PlantedWords.Objects),
            random.Pick(PlantedWords.Times));
}
