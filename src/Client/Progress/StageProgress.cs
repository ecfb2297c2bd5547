using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Progress;

/// <summary>Items done and in all, per stage.</summary>
internal sealed class StageProgress
{
    private readonly SortedDictionary<SweepStage, (int Done, int Total)> _stages = [];

    public StageProgress(SweepPlan plan, IReadOnlyCollection<WorkItem> done)
    {
        foreach (var item in plan.Items)
        {
            var (finished, total) = _stages.GetValueOrDefault(item.Stage);
            _stages[item.Stage] = (finished, total + 1);
        }

        foreach (var item in done)
        {
            Done(item);
        }
    }

    private StageProgress()
    {
    }

    /// <summary>Before a plan is known.</summary>
    public static StageProgress Empty { get; } = new();

    /// <summary>The stages of the plan, in order.</summary>
    public IReadOnlyDictionary<SweepStage, (int Done, int Total)> Stages => _stages;

    /// <summary>The stage's name as people read it.</summary>
    public static string NameOf(SweepStage stage) => stage.ToString().ToLowerInvariant();

    /// <summary>Counts an item.</summary>
    public (int Done, int Total) Done(WorkItem item)
    {
        var (done, total) = _stages[item.Stage];
        return _stages[item.Stage] = (done + 1, total);
    }
}
