using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Plans;

/// <summary>What must hold for every plan, however it was made.</summary>
internal static class PlanRules
{
    public static void AssertHold(SweepPlan plan)
    {
        var ids = new HashSet<string>();
        var paths = new HashSet<string>();
        var makers = new Dictionary<ArtifactKey, int>();
        var next = 0;
        foreach (var (g, group) in plan.Groups.Index())
        {
            Assert.Equal(next, group.First);
            Assert.True(group.Count > 0);
            Assert.All(group.After, after => Assert.InRange(after, 0, g - 1));
            foreach (var item in plan.ItemsOf(group))
            {
                Assert.Equal(g, plan.GroupOf(next));
                Assert.Equal(Describe(plan.Item(next)), Describe(item));
                Assert.Equal((group.Stage, group.Behaviour), (item.Stage, item.Behaviour));
                Assert.True(ids.Add(item.Id), item.Id);
                Assert.All(item.Inputs, input => Assert.Contains(makers[input], group.After));
                Assert.All(item.Outputs, output => Assert.True(paths.Add(output.Key.RelativePath), output.Key.RelativePath));
                next++;
                foreach (var output in item.Outputs)
                {
                    makers.Add(output.Key, g);
                }
            }
        }

        Assert.Equal(plan.Count, next);
        Assert.Equal(plan.Count, plan.Items.Count());
    }

    public static string Describe(WorkItem item) =>
        $"{item.Id} {item.Stage} {item.Behaviour} {item.Shard} {item.Layer} {item.Sae} {item.Tokens}: {string.Join(' ', item.Inputs)} -> {string.Join(' ', item.Outputs.Select(o => $"{o.Key} {o.Key.Digest} {o.Layer} {o.Variant}"))}";
}
