using System.Globalization;
using System.Text.Json;
using SteerScope.Client.Progress;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Cluster;

/// <summary>Tells of a sweep on a cluster as it goes on: a line when something changes, and one every few seconds while items are made.</summary>
internal sealed class ClusterProgress(TextWriter output, TimeProvider time, bool json)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Dictionary<SweepStage, int> _done = [];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _devices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private long _last;
    private bool _preparing;
    private bool _started;
    private bool _silent;
    private bool _results;

    /// <summary>Shows what is new.</summary>
    public void Show(SweepStatus status)
    {
        _silent = false;
        if (status.Snapshot is not { } snapshot)
        {
            Once(ref _preparing, "preparing", "reading what the spec names");
            Notes(status);
            return;
        }

        if (!_started)
        {
            Once(ref _started, "started", string.Create(CultureInfo.InvariantCulture, $"{snapshot.Stages.Sum(s => s.Total)} work items, {snapshot.Stages.Sum(s => s.Done)} of them done already"));
            foreach (var stage in snapshot.Stages)
            {
                _done[stage.Stage] = stage.Done;
            }
        }

        Devices(snapshot);
        Notes(status);
        foreach (var failure in snapshot.Failures.Where(f => _failed.Add(f.Item)))
        {
            Line("item_failed", $"{failure.Item} failed: {failure.Reason}");
        }

        Stages(snapshot);
        if (snapshot.Phase == ClusterPhase.Results)
        {
            Once(ref _results, "phase", "writing tables and report where they are not up to date");
        }
    }

    /// <summary>Nobody answers just now.</summary>
    public void Unanswered(string reason) => Once(ref _silent, "unanswered", $"the cluster does not answer, and is asked again: {reason}");

    /// <summary>Says how it ended.</summary>
    /// <returns>The exit code.</returns>
    public int End(SweepStatus status, LeaseSnapshot snapshot)
    {
        if (json)
        {
            output.WriteLine(StatusText.Json(status));
        }
        else if (snapshot.Phase == ClusterPhase.Complete)
        {
            output.WriteLine($"report  {Path.Combine(status.Out, "report.html")}");
            output.WriteLine($"tables  {Path.Combine(status.Out, "tables")}");
        }
        else
        {
            Console.Error.WriteLine(snapshot.Phase == ClusterPhase.Cancelled
                ? "steerscope: cancelled; steerscope run goes on from here."
                : $"steerscope: {status.FailureCount} items failed; the rest is done, and steerscope retry --failed tries again.");
        }

        return snapshot.Phase switch
        {
            ClusterPhase.Complete => ExitCode.Done,
            ClusterPhase.Cancelled => ExitCode.Cancelled,
            _ => ExitCode.FailedItems,
        };
    }

    private void Notes(SweepStatus status)
    {
        foreach (var line in StatusText.Lines(status).Where(_said.Add))
        {
            Line("note", line);
        }
    }

    private void Devices(LeaseSnapshot snapshot)
    {
        var now = snapshot.Sessions.Select(s => s.Owner.Device).ToHashSet(StringComparer.Ordinal);
        foreach (var device in now.Where(_devices.Add))
        {
            Line("joined", $"{device} joined");
        }

        foreach (var device in _devices.Where(d => !now.Contains(d)).ToArray())
        {
            _devices.Remove(device);
            Line("left", $"{device} left");
        }
    }

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
