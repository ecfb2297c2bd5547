using System.Text.Json;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Progress;

/// <summary>Progress as one JSON object a line, for machines.</summary>
internal sealed class JsonObserver(TextWriter output) : ISweepObserver
{
    private readonly Lock _gate = new();

    public void Began(SweepPhase phase) => Write(new { @event = "phase", phase = SnakeCase.Of(phase) });

    public void Started(IReadOnlyList<StageCount> stages) =>
        Write(new { @event = "started", items = stages.Sum(s => s.Total), done = stages.Sum(s => s.Done) });

    public void ItemStarted(WorkItem item) => Write(new { @event = "item_started", item = item.Id });

    public void ItemDone(WorkItem item, TimeSpan elapsed) =>
        Write(new { @event = "item_done", item = item.Id, seconds = Math.Round(elapsed.TotalSeconds, 3) });

    public void ItemFailed(WorkItem item, ItemFailure failure) =>
        Write(new { @event = "item_failed", item = item.Id, reason = failure.Reason, attempts = failure.Attempts });

    private void Write(object line)
    {
        var text = JsonSerializer.Serialize(line);
        lock (_gate)
        {
            output.WriteLine(text);
        }
    }
}
