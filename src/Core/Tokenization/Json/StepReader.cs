namespace SteerScope.Tokenization.Json;

/// <summary>Reads the steps of a part of type Sequence.</summary>
internal static class StepReader
{
    // Published tokenizers have a dozen at most. Each one costs time for every piece of every text.
    private const int MostSteps = 256;

    /// <summary>The steps in order.</summary>
    /// <param name="sequence">The part.</param>
    /// <param name="name">Its field with the steps.</param>
    /// <param name="read">Reads a step.</param>
    /// <param name="count">How many steps one is: those of a sequence inside are counted.</param>
    /// <exception cref="InputException">There are too many, or one is wrong.</exception>
    public static IReadOnlyList<T> Read<T>(JsonField sequence, string name, Func<JsonField, T> read, Func<T, int> count)
    {
        var field = sequence.Required(name);
        var steps = new List<T>();
        var total = 0;
        foreach (var item in field.Items())
        {
            steps.Add(read(item));
            total += count(steps[^1]);
            if (total > MostSteps)
            {
                throw field.Wrong($"an array of at most {MostSteps} steps, those of sequences inside counted");
            }
        }

        return steps;
    }
}
