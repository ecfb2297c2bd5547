using System.Text;
using System.Text.Json.Nodes;
using SteerScope.Persona.Text.Behaviours;

namespace SteerScope.Persona.Text.Questions;

/// <summary>Writes questions of a behaviour as JSON lines in the form of Anthropic's evals, half with (A) as the matching answer.</summary>
public static class QuestionFile
{
    // Any multiple of it from the start is balanced, whatever part of the file is read.
    private const int Block = 10;

    /// <summary>Most questions of one behaviour: far fewer than there are, so that drawing different ones ends.</summary>
    public const int MaxCount = 100_000;

    /// <summary>The questions, no two alike.</summary>
    /// <param name="set">The set that they are of.</param>
    /// <param name="behaviour">What they ask about.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same questions.</param>
    /// <exception cref="InputException">More than <see cref="MaxCount"/> are asked for.</exception>
    public static IReadOnlyList<Question> Draw(QuestionSet set, Behaviour behaviour, int count, long seed)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > MaxCount)
        {
            throw new InputException($"{count} questions of {behaviour.Name} are asked for; there should be at most {MaxCount}.");
        }

        var generator = new QuestionGenerator(set);
        var random = RandomChoice.Stream(seed, Behaviour.All.Index().First(b => b.Item == behaviour).Index);
        var letters = Enumerable.Range(0, count).Select(i => i % 2).ToArray();
        var questions = new List<Question>(count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (i % Block == 0)
            {
                random.Shuffle(letters.AsSpan(i, Math.Min(Block, count - i)));
            }

            var question = generator.Next(behaviour, letters[i], random);
            while (!seen.Add(question.Text))
            {
                question = generator.Next(behaviour, letters[i], random);
            }

            questions.Add(question);
        }

        return questions;
    }

    /// <summary>Writes a file of pairs: <c>question</c>, <c>answer_matching_behavior</c>, <c>answer_not_matching_behavior</c>.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="rows">Texts of the questions, and the letter of the matching answer.</param>
    public static void Write(string path, IEnumerable<(string Question, char Matching)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        foreach (var (question, matching) in rows)
        {
            var row = new JsonObject
            {
                ["question"] = question,
                ["answer_matching_behavior"] = $" ({matching})",
                ["answer_not_matching_behavior"] = $" ({(matching == 'A' ? 'B' : 'A')})",
            };
            text.Append(row.ToJsonString()).Append('\n');
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text.ToString());
    }
}
