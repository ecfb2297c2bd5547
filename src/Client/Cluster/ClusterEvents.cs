using System.Globalization;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Client.Cluster;

/// <summary>What is new in a status compared with those before: who came and went, what failed, what is in the way.</summary>
internal sealed class ClusterEvents
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private Dictionary<string, string> _members = new(StringComparer.Ordinal);

    /// <summary>Those of a status.</summary>
    public IEnumerable<ClusterEvent> Of(SweepStatus status, LeaseSnapshot snapshot)
    {
        var now = snapshot.Sessions.Select(s => s.Owner).DistinctBy(o => o.Process).ToDictionary(o => o.Process, MemberNames.Of, StringComparer.Ordinal);
        foreach (var (_, name) in now.Where(m => !_members.ContainsKey(m.Key)))
        {
            yield return new("joined", $"{name} joined");
        }

        // Whoever goes when the sweep is over is not missed.
        foreach (var (_, name) in _members.Where(m => !now.ContainsKey(m.Key) && snapshot.Phase is (ClusterPhase.Items or ClusterPhase.Results)))
        {
            yield return new("left", $"{name} left");
        }

        _members = now;
        foreach (var note in Notes(status))
        {
            yield return note;
        }

        foreach (var failure in snapshot.Failures.Where(f => _failed.Add(f.Item)))
        {
            yield return new("item_failed", $"{failure.Item} failed: {failure.Reason}");
        }
    }

    /// <summary>What is in the way and was not said before: also while inputs are read.</summary>
    public IEnumerable<ClusterEvent> Notes(SweepStatus status) => StatusText.Lines(status).Where(_said.Add).Select(line => new ClusterEvent("note", line));

    /// <summary>How much there is to do, and how much of it is done.</summary>
    public static string Started(IReadOnlyList<StageCount> stages) => string.Create(
        CultureInfo.InvariantCulture, $"{stages.Sum(s => s.Total)} work items, {stages.Sum(s => s.Done)} of them done already");
}

/// <summary>Something that happened.</summary>
/// <param name="Kind">What kind of thing, for machines.</param>
/// <param name="Text">What, for people.</param>
internal sealed record ClusterEvent(string Kind, string Text);
