namespace SteerScope.Sweeps.Plans;

/// <summary>How much a stage of a plan is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Items">Its items.</param>
/// <param name="Artifacts">What they make.</param>
/// <param name="Tokens">Tokens that they pass through blocks.</param>
public sealed record PlanSize(SweepStage Stage, int Items, long Artifacts, long Tokens)
{
    /// <summary>The stages of a plan, in order.</summary>
    public static IReadOnlyList<PlanSize> Of(SweepPlan plan)
    {
        var sizes = new SortedDictionary<SweepStage, PlanSize>();
        foreach (var item in plan.Items)
        {
            var size = sizes.GetValueOrDefault(item.Stage) ?? new PlanSize(item.Stage, 0, 0, 0);
            sizes[item.Stage] = size with { Items = size.Items + 1, Artifacts = size.Artifacts + item.Outputs.Count, Tokens = size.Tokens + item.Tokens };
        }

        return [.. sizes.Values];
    }
}
