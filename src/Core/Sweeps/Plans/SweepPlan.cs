namespace SteerScope.Sweeps.Plans;

/// <summary>
/// Everything that a sweep does, in a fixed order: pure and deterministic. An item comes after all items whose outputs it
/// reads.
/// </summary>
public sealed class SweepPlan
{
    /// <summary>Creates a plan of items in dependency order.</summary>
    /// <exception cref="ArgumentException">Two items share an identity, or one reads what no earlier one makes.</exception>
    public SweepPlan(IReadOnlyList<WorkItem> items)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!ids.Add(item.Id))
            {
                throw new ArgumentException($"Two items are called {item.Id}.", nameof(items));
            }

            foreach (var input in item.Inputs)
            {
                if (!made.Contains(input.RelativePath))
                {
                    throw new ArgumentException($"{item.Id} reads {input}, which no item before it makes.", nameof(items));
                }
            }

            foreach (var output in item.Outputs)
            {
                if (!made.Add(output.Key.RelativePath))
                {
                    throw new ArgumentException($"{item.Id} makes {output.Key}, which another item makes.", nameof(items));
                }
            }
        }

        Items = items;
    }

    /// <summary>The items.</summary>
    public IReadOnlyList<WorkItem> Items { get; }

    /// <summary>The items of one stage, in order.</summary>
    public IEnumerable<WorkItem> Of(SweepStage stage) => Items.Where(i => i.Stage == stage);
}
