using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Core.Tests.Sweeps.Hosts;

/// <summary>A plan of random groups, whose items read random outputs of the groups that theirs waits for.</summary>
internal sealed class RandomPlan
{
    private readonly List<WorkItem> _items = [];

    public RandomPlan(Random random)
    {
        var groups = new List<PlanGroup>();
        var stages = Enum.GetValues<SweepStage>();
        for (var g = random.Next(1, 8); g > 0; g--)
        {
            int[] after = [.. Enumerable.Range(0, groups.Count).Where(_ => random.Next(2) == 0)];
            ArtifactKey[] readable = [.. after.SelectMany(a => Enumerable.Range(groups[a].First, groups[a].Count)).SelectMany(i => _items[i].Outputs).Select(o => o.Key)];
            groups.Add(new PlanGroup(stages[random.Next(stages.Length)], -1, _items.Count, random.Next(1, random.Next(2) == 0 ? 4 : 150), after));
            for (var i = 0; i < groups[^1].Count; i++)
            {
                var id = $"{_items.Count}";
                _items.Add(new WorkItem(
                    id,
                    groups[^1].Stage,
                    [.. Enumerable.Range(0, random.Next(0, 4)).Select(o => new ItemOutput(TinyPlan.Key($"{id}.{o}"), 0))],
                    readable.Length == 0 ? [] : [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => readable[random.Next(readable.Length)])]));
            }
        }

        Plan = new SweepPlan(groups, (group, i) => _items[group.First + i]);
    }

    public SweepPlan Plan { get; }

    /// <summary>The committed artifacts.</summary>
    public HashSet<ArtifactKey> Store { get; } = [];

    public bool IsDone(WorkItem item) => item.Outputs.All(o => Store.Contains(o.Key));

    /// <summary>Commits some of what there is to commit, as earlier runs may have left it.</summary>
    public void CommitSome(Random random, IEnumerable<ItemOutput> outputs) => Store.UnionWith(outputs.Select(o => o.Key).Where(_ => random.Next(2) == 0));
}
