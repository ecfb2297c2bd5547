using SteerScope.Sweeps.Plans;

namespace SteerScope.Core.Tests.Sweeps.Plans;

/// <summary>A plan of given items, each a group of its own that waits for those whose outputs it reads.</summary>
internal static class ItemPlan
{
    public static SweepPlan Of(IReadOnlyList<WorkItem> items)
    {
        var makers = items.Index().SelectMany(i => i.Item.Outputs.Select(o => (o.Key, i.Index))).ToDictionary(m => m.Key, m => m.Index);
        return new SweepPlan(
            [.. items.Index().Select(i => new PlanGroup(i.Item.Stage, i.Item.Behaviour, i.Index, 1, [.. i.Item.Inputs.Select(k => makers[k]).Distinct()]))],
            (group, _) => items[group.First]);
    }
}
