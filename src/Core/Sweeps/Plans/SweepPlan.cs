using SteerScope.Artifacts;

namespace SteerScope.Sweeps.Plans;

/// <summary>
/// Everything that a sweep does, in a fixed order: pure and deterministic. An item comes after all items whose outputs it
/// reads. A plan holds its groups; items are made when they are asked for, so that its size does not grow with the shards.
/// </summary>
public sealed class SweepPlan
{
    private readonly Func<PlanGroup, int, WorkItem> _make;
    private readonly Lazy<string> _digest;

    /// <summary>Creates a plan.</summary>
    /// <param name="groups">The groups, one after the other from item 0 on.</param>
    /// <param name="make">Makes an item of a group from its index within the group; the same whenever it is called, from any thread.</param>
    /// <exception cref="ArgumentException">A group is empty, does not follow the one before it, or waits for one that is not before it.</exception>
    public SweepPlan(IReadOnlyList<PlanGroup> groups, Func<PlanGroup, int, WorkItem> make)
    {
        var next = 0;
        foreach (var (g, group) in groups.Index())
        {
            if (group.First != next || group.Count < 1 || group.After.Any(a => a < 0 || a >= g))
            {
                throw new ArgumentException($"Group {g} ({group.Stage}, from item {group.First} on) does not follow the ones before it.", nameof(groups));
            }

            next = checked(next + group.Count);
        }

        Groups = groups;
        Count = next;
        _make = make;
        _digest = new Lazy<string>(MakeDigest);
    }

    /// <summary>The groups, in order.</summary>
    public IReadOnlyList<PlanGroup> Groups { get; }

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>The items in order, each made as it is reached.</summary>
    public IEnumerable<WorkItem> Items => Groups.SelectMany(ItemsOf);

    /// <summary>
    /// Identity of the plan: over every item and the keys of all that it makes, and with these over model, data, SAEs,
    /// provider and parameters. Two machines that prepared the same sweep from the same files have the same one. Computed once,
    /// when it is first asked for.
    /// </summary>
    public string Digest => _digest.Value;

    /// <summary>Makes an item.</summary>
    public WorkItem Item(int index)
    {
        var group = Groups[GroupOf(index)];
        return _make(group, index - group.First);
    }

    /// <summary>The items of one group, in order, each made as it is reached.</summary>
    public IEnumerable<WorkItem> ItemsOf(PlanGroup group) => Enumerable.Range(0, group.Count).Select(i => _make(group, i));

    /// <summary>Index of the group that an item is in.</summary>
    public int GroupOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var (low, high) = (0, Groups.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Groups[middle].First <= index ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private string MakeDigest()
    {
        using var recipe = new Recipe("plan");
        foreach (var item in Items)
        {
            recipe.Text("item", item.Id).Inputs(item.Outputs.Count);
            foreach (var output in item.Outputs)
            {
                recipe.Input(output.Key);
            }
        }

        return recipe.Digest();
    }
}
