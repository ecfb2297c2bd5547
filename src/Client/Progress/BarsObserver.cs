using Spectre.Console;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Progress;

/// <summary>Progress as bars on a terminal, one per stage.</summary>
internal sealed class BarsObserver : ISweepObserver
{
    private readonly IAnsiConsole _console;
    private readonly StageBars _bars;

    private BarsObserver(IAnsiConsole console, StageBars bars)
    {
        _console = console;
        _bars = bars;
    }

    /// <summary>Shows bars while something runs.</summary>
    public static TResult Show<TResult>(IAnsiConsole console, Func<ISweepObserver, TResult> run) =>
        StageBars.On(console).Start(context =>
        {
            var bars = new StageBars(context);
            var result = run(new BarsObserver(console, bars));
            bars.EndPhase();
            return result;
        });

    public void Began(SweepPhase phase) => _bars.BeginPhase(SnakeCase.Of(phase));

    public void Started(IReadOnlyList<StageCount> stages) => _bars.Begin(stages);

    public void ItemStarted(WorkItem item) => _bars.Start(item.Stage);

    public void ItemDone(WorkItem item, TimeSpan elapsed) => _bars.Add(item.Stage);

    public void ItemFailed(WorkItem item, ItemFailure failure) =>
        Terminal.Say(_console, $"{item.Id} failed: {failure.Reason}", new Style(Color.Red));
}
