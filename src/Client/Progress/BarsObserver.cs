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
            .Start(context => run(new BarsObserver(console, context)));

    public void Started(SweepPlan plan, IReadOnlyCollection<WorkItem> done)
    {
        foreach (var (stage, (finished, total)) in new StageProgress(plan, done).Stages)
        {
            var bar = _context.AddTask(StageProgress.NameOf(stage), autoStart: false, maxValue: total);
            _bars.Add(stage, bar);
            bar.Value = finished;
            if (finished == total)
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

    public void ItemDone(WorkItem item, TimeSpan elapsed) => _bars[item.Stage].Increment(1);

    public void ItemFailed(WorkItem item, ItemFailure failure) =>
        _console.MarkupLineInterpolated($"[red]{item.Id} failed:[/] {failure.Reason}");
}
