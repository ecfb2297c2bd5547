using System.Globalization;
using System.Text.Json;
using SteerScope.Client.Progress;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Cluster;

/// <summary>Plain lines, for logs, pipes and machines: one when something changes, and one every few seconds while items are made.</summary>
internal sealed class ClusterLines(TextWriter output, TimeProvider time, bool json) : IClusterProgress
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Dictionary<SweepStage, int> _done = [];
    private readonly ClusterEvents _events = new();
    private long _last;
    private bool _preparing;
    private bool _started;
    private bool _silent;
    private bool _results;

    /// <inheritdoc/>
    public void Show(SweepStatus status)
    {
        _silent = false;
        if (status.Snapshot is not { } snapshot)
        {
            Once(ref _preparing, "preparing", "reading what the spec names");
            foreach (var (kind, text) in _events.Notes(status))
            {
                Line(kind, text);
            }

            return;
        }

        if (!_started)
        {
            Once(ref _started, "started", ClusterEvents.Started(snapshot.Stages));
            foreach (var stage in snapshot.Stages)
            {
                _done[stage.Stage] = stage.Done;
            }
        }

        foreach (var (kind, text) in _events.Of(status, snapshot))
        {
            Line(kind, text);
        }

        Stages(snapshot);
        if (snapshot.Phase == ClusterPhase.Results)
        {
            Once(ref _results, "phase", "writing tables and report where they are not up to date");
        }
    }

    /// <inheritdoc/>
    public void Unanswered(string reason) => Once(ref _silent, "unanswered", $"the cluster does not answer, and is asked again: {reason}");

    private void Stages(LeaseSnapshot snapshot)
    {
        var due = time.GetElapsedTime(_last) >= Every;
        foreach (var stage in snapshot.Stages)
        {
            if (stage.Done != _done.GetValueOrDefault(stage.Stage) && (due || stage.Done == stage.Total))
            {
                _done[stage.Stage] = stage.Done;
                _last = time.GetTimestamp();
                Line("stage", string.Create(CultureInfo.InvariantCulture, $"{StageProgress.NameOf(stage.Stage),-10} {stage.Done}/{stage.Total}"));
            }
        }
    }

    private void Once(ref bool said, string kind, string text)
    {
        if (!said)
        {
            said = true;
            Line(kind, text);
        }
    }

    private void Line(string kind, string text) => output.WriteLine(json ? JsonSerializer.Serialize(new { @event = kind, text }) : text);
}
