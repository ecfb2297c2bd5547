using SteerScope.Artifacts;
using SteerScope.Core.Tests.Sweeps.Plans;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Core.Tests.Sweeps.Hosts;

/// <summary>A plan of items that only commit their outputs, and a store for them.</summary>
internal sealed class TinyPlan : IDisposable, ISweepObserver
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;
    private readonly List<WorkItem> _items = [];
    private readonly Lock _gate = new();

    public TinyPlan() => Store = new ArtifactStore(_root);

    public ArtifactStore Store { get; }

    /// <summary>Starts and ends of items, in the order in which they happened.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Items that were done when the last run began.</summary>
    public int AlreadyDone { get; private set; }

    public Action<string> OnDone { get; init; } = _ => { };

    public SweepPlan Plan => ItemPlan.Of(_items);

    /// <summary>Adds an item with one output of its name, or of the names given after a colon: <c>a:x,y</c>.</summary>
    public TinyPlan Add(string name, params string[] reads)
    {
        var parts = name.Split(':');
        string[] outputs = parts.Length == 1 ? [name] : parts[1].Split(',');
        _items.Add(new WorkItem(parts[0], SweepStage.Vector, [.. outputs.Select(o => new ItemOutput(Key(o), 0))], [.. reads.Select(Key)]));
        return this;
    }

    public static ArtifactKey Key(string name) => new("tiny", name, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))));

    public SweepOutcome Run(int workers = 1, Action<WorkItem, CancellationToken>? before = null, CancellationToken cancellation = default)
    {
        var host = new LocalHost(Make, TimeProvider.System) { RetryDelay = TimeSpan.Zero };
        return host.Run(new Schedule(Plan, Store), workers, 1, this, cancellation);

        void Make(WorkItem item, long epoch, CancellationToken token)
        {
            before?.Invoke(item, token);
            Commit(item, epoch);
        }
    }

    private void Commit(WorkItem item, long epoch)
    {
        foreach (var output in item.Outputs)
        {
            Store.Commit(output.Key, epoch, new ArtifactContent().Add("made", item.Id));
        }
    }

    public void Began(SweepPhase phase)
    {
    }

    public void Started(IReadOnlyList<StageCount> stages) => AlreadyDone = stages.Sum(s => s.Done);

    public void ItemStarted(WorkItem item) => Note("start " + item.Id);

    public void ItemDone(WorkItem item, TimeSpan elapsed)
    {
        Note("done " + item.Id);
        OnDone(item.Id);
    }

    public void ItemFailed(WorkItem item, ItemFailure failure) => Note("failed " + item.Id);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Note(string text)
    {
        lock (_gate)
        {
            Events.Add(text);
        }
    }
}
