namespace SteerScope.Capture;

/// <summary>Cuts a list of sequences into batches of consecutive ones that hold no more tokens than a budget.</summary>
public static class TokenBudget
{
    /// <summary>
    /// The batches, in order; each holds at least one sequence, so a sequence above the budget goes alone. The cut depends
    /// on the lengths and the budget only: it is part of the plan, not of the machine.
    /// </summary>
    /// <param name="lengths">Tokens of each sequence.</param>
    /// <param name="budget">Tokens that a batch may hold.</param>
    public static IEnumerable<Range> Cut(IReadOnlyList<int> lengths, int budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, 1);
        var first = 0;
        long held = 0;
        for (var i = 0; i < lengths.Count; i++)
        {
            if (i > first && held + lengths[i] > budget)
            {
                yield return first..i;
                first = i;
                held = 0;
            }

            held += lengths[i];
        }

        if (first < lengths.Count)
        {
            yield return first..lengths.Count;
        }
    }
}
