using Spectre.Console;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Client.Progress;

/// <summary>One bar per stage, and one for what is no stage. Safe for several threads.</summary>
internal sealed class StageBars(ProgressContext context)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SweepStage, ProgressTask> _bars = [];
    private ProgressTask? _phase;

    /// <summary>Number of bars.</summary>
    public int Count { get; private set; }

    /// <summary>How they look.</summary>
    public static Spectre.Console.Progress On(IAnsiConsole console) => console.Progress()
        .AutoClear(false)
        .HideCompleted(false)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new CountColumn(),
            new ElapsedTimeColumn(),
            new RemainingTimeColumn());

    /// <summary>Shows that something without stages goes on; it ends what went on before.</summary>
    public void BeginPhase(string name)
    {
        lock (_gate)
        {
            EndPhase();
            _phase = context.AddTask(name, maxValue: 1).IsIndeterminate();
            Count++;
        }
    }

    /// <summary>Ends it.</summary>
    public void EndPhase()
    {
        lock (_gate)
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

    /// <summary>Shows the stages as they stand.</summary>
    public void Begin(IReadOnlyList<StageCount> stages)
    {
        lock (_gate)
        {
            EndPhase();
            foreach (var stage in stages)
            {
                _bars.Add(stage.Stage, context.AddTask(StageProgress.NameOf(stage.Stage), autoStart: false, maxValue: stage.Total));
                Count++;
                Set(stage.Stage, stage.Done);
            }
        }
    }

    /// <summary>Items of a stage are worked on: its clock runs.</summary>
    public void Start(SweepStage stage)
    {
        lock (_gate)
        {
            if (!_bars[stage].IsStarted)
            {
                _bars[stage].StartTask();
            }
        }
    }

    /// <summary>So many items of a stage are done.</summary>
    public void Set(SweepStage stage, int done)
    {
        lock (_gate)
        {
            var bar = _bars[stage];
            bar.Value = done;
            if (done >= bar.MaxValue && bar.StopTime is null)
            {
                Start(stage);
                bar.StopTask();
            }
        }
    }

    /// <summary>One item more is done.</summary>
    public void Add(SweepStage stage)
    {
        lock (_gate)
        {
            Set(stage, (int)_bars[stage].Value + 1);
        }
    }
}
