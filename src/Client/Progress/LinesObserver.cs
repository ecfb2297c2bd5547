using System.Globalization;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Progress;

/// <summary>Progress as plain lines, for logs and pipes: a line per stage begun and ended, and one every few seconds between.</summary>
internal sealed class LinesObserver(TextWriter output, TimeProvider time) : ISweepObserver
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private StageProgress _progress = StageProgress.Empty;
    private long _lastLine;

    public void Began(SweepPhase phase)
    {
        lock (_gate)
        {
            output.WriteLine(phase switch
            {
                SweepPhase.Inputs => "reading what the spec names",
                SweepPhase.Model => "loading the model where it is needed",
                _ => "writing tables and report where they are not up to date",
            });
        }
    }

    public void Started(IReadOnlyList<StageCount> stages)
    {
        _progress = new StageProgress(stages);
        var (items, done) = (stages.Sum(s => s.Total), stages.Sum(s => s.Done));
        output.WriteLine(done == 0
            ? $"{items} work items"
            : $"{items} work items, {done} of them done already");
        _lastLine = time.GetTimestamp();
    }

    public void ItemStarted(WorkItem item)
    {
    }

    public void ItemDone(WorkItem item, TimeSpan elapsed)
    {
        lock (_gate)
        {
            var stage = _progress.Done(item);
            if (stage.Done == stage.Total || time.GetElapsedTime(_lastLine) >= Every)
            {
                _lastLine = time.GetTimestamp();
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{StageProgress.NameOf(item.Stage),-10} {stage.Done}/{stage.Total}"));
            }
        }
    }

    public void ItemFailed(WorkItem item, ItemFailure failure)
    {
        lock (_gate)
        {
            output.WriteLine($"{item.Id} failed: {failure.Reason}");
        }
    }
}
