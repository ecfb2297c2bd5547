using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Progress;

/// <summary>Items done and in all, per stage.</summary>
internal sealed class StageProgress
{
    private readonly Dictionary<SweepStage, (int Done, int Total)> _stages = [];

    public StageProgress(IReadOnlyList<StageCount> stages)
    {
        foreach (var stage in stages)
        {
            _stages.Add(stage.Stage, (stage.Done, stage.Total));
        }
    }

    /// <summary>Before a plan is known.</summary>
    public static StageProgress Empty { get; } = new([]);

    /// <summary>The stage's name as people read it.</summary>
    public static string NameOf(SweepStage stage) => stage.ToString().ToLowerInvariant();

    /// <summary>Counts an item.</summary>
    public (int Done, int Total) Done(WorkItem item)
    {
        var (done, total) = _stages[item.Stage];
        return _stages[item.Stage] = (done + 1, total);
    }
}
