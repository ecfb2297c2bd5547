namespace SteerScope.Fuzz;

/// <summary>One input of a target, made from nothing but its number.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Seed">The valid file that it was made of.</param>
/// <param name="Content">What the file holds instead.</param>
public sealed record FuzzInput(long Number, FuzzSeed Seed, byte[] Content)
{
    // Inputs are a few KB; what grows beyond this tests the machine's speed and nothing else.
    private const int MaxLength = 1 << 20;
    private const int MaxSteps = 6;
    private const int MaxTries = 50;

    /// <summary>Makes input <paramref name="number"/>; the first ones are the seeds as they are.</summary>
    public static FuzzInput Make(IFuzzTarget target, ulong seed, long number)
    {
        if (number < target.Seeds.Count)
        {
            return new FuzzInput(number, target.Seeds[(int)number], target.Seeds[(int)number].Content);
        }

        var random = new FuzzRandom(target.Name, seed, number);
        var origin = random.Pick(target.Seeds);
        var content = origin.Content;
        var steps = random.Length(MaxSteps);
        for (var tries = 0; steps > 0 && tries < MaxTries; tries++)
        {
            var other = random.Pick(target.Seeds).Content;
            if (random.Pick(target.Mutators).Apply(random, content, other) is { Length: <= MaxLength } changed && !changed.AsSpan().SequenceEqual(content))
            {
                content = changed;
                steps--;
            }
        }

        return new FuzzInput(number, origin, content);
    }
}
