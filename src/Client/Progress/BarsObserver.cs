using Spectre.Console;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Progress;

/// <summary>Progress as bars on a terminal, one per stage.</summary>
internal sealed class BarsObserver : ISweepObserver
{
    private readonly ProgressContext _context;
    private readonly IAnsiConsole _console;
    private readonly Dictionary<SweepStage, ProgressTask> _bars = [];

    private ProgressTask? _phase;

    private BarsObserver(IAnsiConsole console, ProgressContext context)
    {
        _console = console;
        _context = context;
    }

    /// <summary>Shows bars while something runs.</summary>
    public static TResult Show<TResult>(IAnsiConsole console, Func<ISweepObserver, TResult> run) =>
        console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new CountColumn(),
                new ElapsedTimeColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                var bars = new BarsObserver(console, context);
                var result = run(bars);
                bars.EndPhase();
                return result;
            });

    public void Began(SweepPhase phase)
    {
        EndPhase();
        _phase = _context.AddTask(SnakeCase.Of(phase), maxValue: 1).IsIndeterminate();
    }

    public void Started(IReadOnlyList<StageCount> stages)
    {
        EndPhase();
        foreach (var stage in stages)
        {
            var bar = _context.AddTask(StageProgress.NameOf(stage.Stage), autoStart: false, maxValue: stage.Total);
            _bars.Add(stage.Stage, bar);
            bar.Value = stage.Done;
            if (stage.Done == stage.Total)
            {
                bar.StartTask();
                bar.StopTask();
            }
        }
    }

    public void ItemStarted(WorkItem item)
    {
        var bar = _bars[item.Stage];
        lock (bar)
        {
            if (!bar.IsStarted)
            {
                bar.StartTask();
            }
        }
    }

    public void ItemDone(WorkItem item, TimeSpan elapsed)
    {
        var bar = _bars[item.Stage];
        lock (bar)
        {
            bar.Increment(1);
            if (bar.IsFinished)
            {
                bar.StopTask();
            }
        }
    }

    public void ItemFailed(WorkItem item, ItemFailure failure) =>
        _console.MarkupLineInterpolated($"[red]{item.Id} failed:[/] {failure.Reason}");

    private void EndPhase()
    {
        if (_phase is { } phase)
        {
            phase.IsIndeterminate = false;
            phase.Value = phase.MaxValue;
            phase.StopTask();
            _phase = null;
        }
    }
}
