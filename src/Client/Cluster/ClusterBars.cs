using Spectre.Console;
using Spectre.Console.Rendering;
using SteerScope.Client.Progress;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Client.Cluster;

/// <summary>A terminal's view: a bar per stage as of a local run, below them who works at what and what is in the way, above them what happened.</summary>
internal sealed class ClusterBars : IClusterProgress
{
    // Lines that are neither a bar nor a member: blank ones, the cursor's, and room for what is in the way.
    private const int OtherLines = 6;

    private readonly IAnsiConsole _console;
    private readonly StageBars _bars;
    private readonly ClusterEvents _events = new();
    private volatile IReadOnlyList<IRenderable> _below = [];
    private ClusterPhase? _phase;
    private bool _preparing;

    private ClusterBars(IAnsiConsole console, StageBars bars)
    {
        _console = console;
        _bars = bars;
    }

    /// <summary>Shows them while a sweep is followed.</summary>
    public static async Task<TResult> ShowAsync<TResult>(IAnsiConsole console, Func<IClusterProgress, Task<TResult>> follow)
    {
        ClusterBars? shown = null;
        return await StageBars.On(console)
            .UseRenderHook((bars, _) => new Rows([bars, .. shown?._below ?? []]))
            .StartAsync(async context =>
            {
                shown = new ClusterBars(console, new StageBars(context));
                try
                {
                    return await follow(shown);
                }
                finally
                {
                    // Who worked last is no summary.
                    shown._below = [];
                    shown._bars.EndPhase();
                }
            });
    }

    /// <inheritdoc/>
    public void Show(SweepStatus status)
    {
        if (status.Snapshot is not { } snapshot)
        {
            if (!_preparing)
            {
                _preparing = true;
                _bars.BeginPhase("inputs");
            }

            _below = Notes(status);
            return;
        }

        if (_phase is null)
        {
            _bars.Begin(snapshot.Stages);
        }

        foreach (var (kind, text) in _events.Of(status, snapshot))
        {
            // What is in the way stands below the bars as long as it is.
            if (kind != "note")
            {
                Terminal.Say(_console, text, kind == "item_failed" ? new Style(Color.Red) : Style.Plain);
            }
        }

        foreach (var stage in snapshot.Stages)
        {
            if (stage.Running > 0)
            {
                _bars.Start(stage.Stage);
            }

            _bars.Set(stage.Stage, stage.Done);
        }

        if (snapshot.Phase == ClusterPhase.Results && _phase != ClusterPhase.Results)
        {
            _bars.BeginPhase("results");
        }

        _phase = snapshot.Phase;
        _below = [.. Members(snapshot), .. Notes(status)];
    }

    /// <inheritdoc/>
    public void Unanswered(string reason) => _below = [Line($"the cluster does not answer, and is asked again: {reason}", Color.Yellow)];

    private IEnumerable<IRenderable> Members(LeaseSnapshot snapshot)
    {
        if (snapshot.Phase is not (ClusterPhase.Items or ClusterPhase.Results))
        {
            yield break;
        }

        var lines = StatusText.Members(snapshot).ToArray();
        var room = Math.Max(1, _console.Profile.Height - _bars.Count - OtherLines);
        foreach (var line in lines.Take(lines.Length > room ? room - 1 : room))
        {
            yield return Line(line, Color.Grey);
        }

        if (lines.Length > room)
        {
            yield return Line($"and {lines.Length - room + 1} members more", Color.Grey);
        }
    }

    private IReadOnlyList<IRenderable> Notes(SweepStatus status) => [.. StatusText.Lines(status).Select(line => Line(line, Color.Yellow))];

    private Text Line(string text, Color color) => new(Terminal.OneLine(text, _console.Profile.Width), new Style(color));
}
